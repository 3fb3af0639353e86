package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.contract.model.GateResult;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.core.storage.ObjectReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    @Test
    void write_saysWhatItIsAndHowGood() {
        GateResult gate = new GateResult(
                "log-loss", "baseline", "pass", 0.4, 0.5, 0.2, 0.15, 0.25, 0.9, 0.01, 500, 20, "20% better");
        ModelManifest record = new ModelManifest(
                1,
                "default",
                "flight-delays",
                "flight-delay",
                "binary",
                "0123456789abcdef0123456789abcdef",
                "4be1c0d",
                true,
                "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "0123456789abcdef0123456789abcdef",
                "job-1",
                Instant.parse("2013-07-01T00:00:00Z"),
                1000,
                new ModelManifest.Environment("25", "Linux", "amd64", "2 cores", "none", Map.of("xgboost4j", "3.4.0")),
                Map.of("eta", "0.1"),
                Map.of("log-loss", 0.4),
                "w/default/models/flight-delay/x/bundle",
                "ab".repeat(32),
                List.of(new ObjectReference("artifacts", "k", "cd".repeat(32), 1)),
                Map.of("flights", new ModelManifest.DataPin(42, "t", 1000, List.of("i1", "i2"))),
                "ef".repeat(32),
                1000,
                500,
                500,
                Instant.parse("2013-06-30T00:00:00Z"),
                Instant.parse("2013-05-30T00:00:00Z"),
                "pass",
                List.of(gate),
                "");
        Evaluation.Report report = new Evaluation.Report(
                500,
                Map.of("log-loss", 0.4),
                Map.of("origin", Map.of("E|R", new Evaluation.Slice(3, Map.of("log-loss", Double.NaN)))));
        String card = ModelCard.write(
                Specs.flights().build(),
                record,
                report,
                Map.of("log-loss", 0.5),
                List.of("distance", "carrier=UA"),
                Map.of(1, 30.0, 0, 10.0));
        assertThat(card)
                .startsWith("# flight-delay\n\nLate?\n")
                .contains("| Source commit | 4be1c0d, changed |")
                .contains("| flights | 42 | 1000 | 2 |")
                .contains("| log-loss | 0.40000 | 0.50000 |")
                .contains("| E\\|R | 3 | undefined |")
                .contains("- **pass**: 20% better")
                .contains("| carrier=UA | 75.0% |\n| distance | 25.0% |")
                .contains("| xgboost4j | 3.4.0 |");
    }
}
