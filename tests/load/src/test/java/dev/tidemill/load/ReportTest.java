package dev.tidemill.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.Figure.Spread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final Report report = new Report(
            Map.of("cores", 2),
            List.of(
                    Figure.of(Part.UP, "tools", Quantity.seconds(2), null, 1, ""),
                    Figure.spread(
                            Part.PREDICTIONS,
                            "one side",
                            new Quantity(1235.0, "/s"),
                            new Spread(1.234, 20.04),
                            new Quantity(0.5, "ms/request"),
                            3,
                            "a note")));

    @Test
    void print_columnsBelowEachOther() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "cores      2",
                        "",
                        "part         what         value  p50 ms  p99 ms              cpu  runs  note",
                        "up           tools       2.00 s                                      1",
                        "predictions  one side  1,235 /s    1.23    20.0  0.50 ms/request     3  a note");
    }

    @Test
    void write_theSameAsJson(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("target/figures.json");
        report.write(file);
        JsonNode json = Json.parse(Files.readString(file));
        assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(json.at("/figures/1/value/value").asDouble()).isEqualTo(1235.0);
        assertThat(json.at("/figures/1/spread/p99Ms").asDouble()).isEqualTo(20.04);
        assertThat(json.at("/figures/0/cpu").isMissingNode()).isTrue();
    }
}
