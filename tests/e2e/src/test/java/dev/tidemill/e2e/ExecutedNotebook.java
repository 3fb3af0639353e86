package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A notebook of the project, run from top to bottom by nbclient on the installed kernel and the running system. A copy of
 * it with the outputs is kept in the module's target folder.
 */
final class ExecutedNotebook {
    private static final Path TARGET = LocalCloud.ROOT.resolve("tests/e2e/target");

    private final Path executed;
    private final List<Document> cells;

    private ExecutedNotebook(Path executed, List<Document> cells) {
        this.executed = executed;
        this.cells = cells;
    }

    /**
     * @param notebook relative to the folder of notebooks
     * @param environment what its kernel is told beside the data of the walk
     */
    static ExecutedNotebook run(String notebook, Map<String, String> environment) {
        LocalCloud cloud = LocalCloud.get();
        Path source = LocalCloud.ROOT.resolve("notebooks").resolve(notebook);
        Path executed = TARGET.resolve(source.getFileName());
        Map<String, String> told =
                new HashMap<>(Map.of("TIDEMILL_DATA", cloud.data().toString()));
        told.putAll(environment);
        cloud.run(
                Objects.requireNonNull(source.getParent()),
                told,
                cloud.python("jupyter").toString(),
                "execute",
                "--allow-errors",
                "--timeout=300",
                "--output=" + executed,
                source.toString());
        try {
            List<Document> cells =
                    Document.of(new ObjectMapper().readTree(executed.toFile())).at("cells").elements().stream()
                            .filter(cell -> cell.at("cell_type").text().equals("code"))
                            .toList();
            return new ExecutedNotebook(executed, cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many cells of code it has. */
    int size() {
        return cells.size();
    }

    void requireNoError() {
        assertThat(cells).allSatisfy(cell -> {
            assertThat(cell.at("execution_count").integer(0)).as(source(cell)).isPositive();
            assertThat(outputs(cell).stream()
                            .filter(output -> output.at("output_type").text().equals("error"))
                            .map(output ->
                                    String.join("\n", output.at("traceback").texts())))
                    .as(source(cell))
                    .isEmpty();
        });
    }

    /** The page that nbconvert makes of it. */
    String page() throws IOException {
        LocalCloud cloud = LocalCloud.get();
        String name = String.valueOf(executed.getFileName()).replace(".ipynb", ".html");
        cloud.run(
                TARGET,
                Map.of(),
                cloud.python("jupyter").toString(),
                "nbconvert",
                "--to=html",
                "--output=" + name,
                executed.toString());
        return Files.readString(executed.resolveSibling(name));
    }

    /** What the one cell with these words printed, or its last expression as text. */
    String text(String words) {
        return of(words).stream()
                .map(output -> output.at("text").isPresent() ? output.at("text") : output.at("data", "text/plain"))
                .filter(Document::isPresent)
                .map(ExecutedNotebook::joined)
                .collect(Collectors.joining());
    }

    /** The HTML that the one cell with these words shows. */
    String html(String words) {
        return data(words, "text/html");
    }

    /** The Markdown that the one cell with these words shows. */
    String markdown(String words) {
        return data(words, "text/markdown");
    }

    /** The Vega-Lite picture of the one cell with these words, which has the same as a PNG beside it. */
    String plot(String words) {
        assertThat(data(words, "image/png")).hasSizeGreaterThan(1000);
        return data(words, "application/vnd.vegalite.v5+json");
    }

    private String data(String words, String type) {
        return of(words).stream()
                .map(output -> output.at("data", type))
                .filter(Document::isPresent)
                .map(ExecutedNotebook::joined)
                .collect(Collectors.joining("\n"));
    }

    private List<Document> of(String words) {
        List<Document> found =
                cells.stream().filter(cell -> source(cell).contains(words)).toList();
        assertThat(found).as("cells with " + words).hasSize(1);
        return outputs(found.getFirst());
    }

    private static String joined(Document text) {
        return text.isArray() ? String.join("", text.texts()) : text.text(text.toString());
    }

    private static String source(Document cell) {
        return joined(cell.at("source"));
    }

    private static List<Document> outputs(Document cell) {
        return cell.at("outputs").elements();
    }
}
