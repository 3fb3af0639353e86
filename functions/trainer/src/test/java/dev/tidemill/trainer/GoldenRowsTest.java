package dev.tidemill.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.learning.GoldenRow;
import dev.tidemill.learning.RequestPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenRowsTest {
    private final RequestPath rejecting = Towns.path(Towns.spec("reject", "reject", "air.warmth > 9"));
    private final RequestPath keeping = Towns.path(Towns.spec("keep", "other", "air.warmth > 9"));

    @Test
    void of_everyRowAccepted_spreadsAHundredOverTheSplit() {
        List<SplitRows.Example> examples = examples(keeping, 1000, 1);

        assertThat(GoldenRows.of(keeping, examples))
                .extracting(GoldenRow::time)
                .hasSize(100)
                .startsWith(
                        examples.get(0).request().time(),
                        examples.get(10).request().time())
                .endsWith(examples.get(990).request().time());
    }

    @Test
    void of_rowsThatServingRejects_takesOthersInTheirPlace() {
        List<SplitRows.Example> examples = examples(rejecting, 1000, 3);
        examples.set(0, Towns.example(rejecting, 0, "Z", 1.0));

        List<GoldenRow> golden = GoldenRows.of(rejecting, examples);

        assertThat(golden).hasSize(100).isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
        assertThat(golden)
                .allSatisfy(row -> assertThat(row.time().getEpochSecond() % 3).isZero());
        assertThat(golden).extracting(row -> row.request().get("town")).doesNotContain("Z");
        assertThat(golden.getFirst().time().getEpochSecond()).isEqualTo(3);
    }

    @Test
    void of_acceptedRowsOnlyAtTheEnd_takesThemAll() {
        List<SplitRows.Example> examples = examples(rejecting, 300, 1000);
        for (int i = 240; i < 300; i++) {
            examples.set(i, Towns.example(rejecting, i, "A", 2.0));
        }
        examples.set(0, Towns.example(rejecting, 0, "A", null));

        assertThat(GoldenRows.of(rejecting, examples))
                .extracting(row -> row.time().getEpochSecond())
                .hasSize(60)
                .startsWith(240L)
                .endsWith(299L);
    }

    @Test
    void of_noRowAccepted_failsNamingWhatIsMissing() {
        List<SplitRows.Example> examples = examples(rejecting, 20, 1);
        examples.replaceAll(example -> Towns.example(rejecting, 1, "A", null));

        assertThatThrownBy(() -> GoldenRows.of(rejecting, examples))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("NO_GOLDEN_ROWS");
                    assertThat(e.problem().details())
                            .singleElement()
                            .satisfies(detail -> assertThat(detail.place()).contains("air.warmth"));
                });
    }

    /** Rows of which one in so many has the warmth that the model needs. */
    private static List<SplitRows.Example> examples(RequestPath path, int rows, int oneIn) {
        List<SplitRows.Example> examples = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            examples.add(Towns.example(path, i, i % 2 == 0 ? "A" : "B", i % oneIn == 0 ? 1.0 * i : null));
        }
        return examples;
    }
}
