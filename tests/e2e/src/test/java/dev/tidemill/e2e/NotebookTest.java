package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tutorial, run from top to bottom by nbclient on the installed kernel. */
class NotebookTest {
    private static final Path FOLDER = LocalCloud.ROOT.resolve("notebooks/flight-delays");
    private static final Path EXECUTED = LocalCloud.ROOT.resolve("tests/e2e/target/tutorial.ipynb");

    private static List<Document> cells;

    @BeforeAll
    static void execute() throws IOException {
        LocalCloud cloud = LocalCloud.get();
        cloud.run(
                FOLDER,
                Map.of("TIDEMILL_DATA", cloud.data().toString()),
                cloud.python("jupyter").toString(),
                "execute",
                "--allow-errors",
                "--timeout=300",
                "--output=" + EXECUTED,
                "tutorial.ipynb");
        cells = Document.of(new ObjectMapper().readTree(EXECUTED.toFile())).at("cells").elements().stream()
                .filter(cell -> cell.at("cell_type").text().equals("code"))
                .toList();
    }

    @Test
    void everyCell_runsWithoutError() {
        assertThat(cells).hasSizeGreaterThan(15);
        assertThat(cells).allSatisfy(cell -> {
            assertThat(cell.at("execution_count").integer(0)).as(source(cell)).isPositive();
            assertThat(outputs(cell))
                    .as(source(cell))
                    .noneMatch(output -> output.at("output_type").text().equals("error"));
        });
    }

    @Test
    void ingestions_tellRowsOfEveryFile() {
        String said = text("ingest(\"flights\", \"flights-2013-0[1-6].csv\")");

        assertThat(said.lines())
                .hasSize(12)
                .allMatch(line -> line.matches("\\S+\\.csv +COMMITTED: [\\d,]+ rows, \\d+ quarantined"));
        assertThat(text("flights.datasets()")).contains("weather", "1048.36058", "at most 150");
    }

    @Test
    void training_showsGatesAndCurves() {
        assertThat(html("%mlops train")).contains("version 1: gates pass", "log-loss against baseline");
        assertThat(plot("tidemill.metrics(run)")).contains("validation-logloss", "boosting round");
        assertThat(markdown("version(version).card()"))
                .startsWith("# flight-tutorial")
                .contains("Label cut-off");
    }

    @Test
    void prediction_usesTheStoreAndIsTraced() {
        assertThat(text("flights.deploy(version)")).contains("champion is version 1");
        assertThat(text("model.predict(List.of(request))"))
                .containsPattern("probability=0\\.\\d+")
                .contains("PRESENT");
        assertThat(text("tidemill.lineage(")).contains("flights at snapshot", "weather at snapshot", "executions:");
    }

    @Test
    void july_isMonitoredByItselfAndADecisionIsShown() {
        assertThat(plot("Drift of the inputs")).contains("batch weather.temp");
        assertThat(text("a retraining?")).startsWith("a retraining? ");
        assertThat(html("%mlops executions")).contains("monitoring", "SUCCEEDED");
    }

    private static String source(Document cell) {
        return String.join(
                "",
                cell.at("source").isArray()
                        ? cell.at("source").texts()
                        : List.of(cell.at("source").text()));
    }

    private static List<Document> outputs(Document cell) {
        return cell.at("outputs").elements();
    }

    /** The outputs of the one cell with these words. */
    private static List<Document> of(String words) {
        List<Document> found =
                cells.stream().filter(cell -> source(cell).contains(words)).toList();
        assertThat(found).as("cells with " + words).hasSize(1);
        return outputs(found.getFirst());
    }

    private static String text(String words) {
        return of(words).stream()
                .map(output -> output.at("text"))
                .filter(Document::isPresent)
                .map(text -> text.isArray() ? String.join("", text.texts()) : text.text())
                .collect(Collectors.joining());
    }

    private static String html(String words) {
        return data(words, "text/html");
    }

    private static String markdown(String words) {
        return data(words, "text/markdown");
    }

    /** The Vega-Lite picture of a cell, which has the same as a PNG beside it. */
    private static String plot(String words) {
        assertThat(data(words, "image/png")).hasSizeGreaterThan(1000);
        return data(words, "application/vnd.vegalite.v5+json");
    }

    private static String data(String words, String type) {
        return of(words).stream()
                .map(output -> output.at("data", type))
                .filter(Document::isPresent)
                .map(data -> data.isArray() ? String.join("", data.texts()) : data.text(data.toString()))
                .collect(Collectors.joining("\n"));
    }
}
