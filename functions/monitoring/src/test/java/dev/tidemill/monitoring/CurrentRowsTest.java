package dev.tidemill.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemill.columnar.FolderDatabase;
import dev.tidemill.learning.FeatureSummary;
import dev.tidemill.learning.ReferenceSummary;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentRowsTest {
    private final FolderDatabase analysis;

    CurrentRowsTest(@TempDir Path folder) {
        analysis = FolderDatabase.open(folder, Parcels.SETTINGS);
    }

    @BeforeEach
    void rows() {
        analysis.execute("CREATE TABLE rows AS SELECT CASE WHEN i % 10 = 0 THEN NULL ELSE CAST(i * 7919 % 2503 AS"
                + " DOUBLE) / 4 END AS x, CASE WHEN i % 3 = 0 THEN 1.0 WHEN i % 3 = 1 THEN 0.0 END AS flag,"
                + " 'c' || (i % 700) AS word FROM range(5000) t(i)");
    }

    @AfterEach
    void close() {
        analysis.close();
    }

    /** The same rows as the trainer would summarise them. */
    private ReferenceSummary byTheTrainer() {
        ReferenceSummary.Builder builder = new ReferenceSummary.Builder(List.of("x", "flag"), List.of("word"));
        analysis.each("SELECT x, flag, word FROM rows", row -> {
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("x", row.getObject(1));
            values.put("flag", row.getObject(2));
            values.put("word", row.getObject(3));
            builder.add(values);
        });
        return builder.build();
    }

    @Test
    void numeric_isSummarisedAsTheReferenceIs() {
        FeatureSummary expected =
                Objects.requireNonNull(byTheTrainer().features().get("x"));

        FeatureSummary summary = new CurrentRows(analysis, "rows").numeric("x");

        assertThat(summary.sample()).hasSize(1000).isEqualTo(expected.sample());
        assertThat(summary.rows()).isEqualTo(5000);
        assertThat(summary.nulls()).isEqualTo(500);
        assertThat(summary.distinct()).isEqualTo(expected.distinct());
        assertThat(summary.mean()).isCloseTo(expected.mean(), within(1e-9));
        assertThat(summary.standardDeviation()).isCloseTo(expected.standardDeviation(), within(1e-9));
    }

    @Test
    void categories_areSummarisedAsTheReferenceIs() {
        ReferenceSummary expected = byTheTrainer();
        CurrentRows rows = new CurrentRows(analysis, "rows");

        assertThat(rows.categories("word")).isEqualTo(expected.features().get("word"));
        assertThat(rows.categories("word").counts()).hasSize(501);
        FeatureSummary flag = Objects.requireNonNull(expected.features().get("flag"));
        assertThat(rows.numbersAsCategories("flag").counts()).isEqualTo(flag.counts());
    }

    @Test
    void numeric_withoutValues_isEmpty() {
        FeatureSummary summary = new CurrentRows(analysis, "(SELECT NULL::DOUBLE AS x FROM range(3))").numeric("x");

        assertThat(summary.present()).isZero();
        assertThat(summary.rows()).isEqualTo(3);
        assertThat(summary.sample()).isEmpty();
    }
}
