package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A person looks at the flights project in MLflow's own user interface. The pictures stay in {@code
 * tests/e2e/target/mlflow-ui}.
 */
class MlflowUiTest {
    private static final Path WORK = LocalCloud.ROOT.resolve("tests/e2e/target/mlflow-ui");
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable Browser browser;
    private static String ui = "";
    private static String experiment = "";
    private static List<Document> runs = List.of();

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        Optional<Path> program = Browser.installed();
        Assumptions.assumeTrue(
                program.isPresent(),
                "MlflowUiTest is skipped, for no Chromium was found on PATH: install the package chromium");
        LocalCloud cloud = LocalCloud.get();
        ui = Objects.requireNonNull(
                cloud.environment().get("TIDEMILL_UI_URL"), "localstack/env has no TIDEMILL_UI_URL");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpApi api = new HttpApi(URI.create(ui), http);
            experiment = read(api.get("/ajax-api/2.0/mlflow/experiments/get-by-name?experiment_name=flight-delays"))
                    .at("experiment", "experiment_id")
                    .text();
            runs = read(api.post(
                            "/ajax-api/2.0/mlflow/runs/search",
                            "{\"experiment_ids\":[\"" + experiment
                                    + "\"],\"filter\":\"attributes.status = 'FINISHED'\",\"max_results\":100}"))
                    .at("runs")
                    .elements();
        }
        browser = Browser.start(program.orElseThrow(), Files.createTempDirectory("mlflow-ui"), 1400, 1000);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void run_showsItsMetricsAndParameters() throws IOException {
        Document run = runs.getFirst();

        String page = page("run", runPage(run), id(run), "Parameters", "Metrics", metric(run));

        assertThat(page).contains(run.at("info", "run_name").text());
    }

    @Test
    void metrics_areDrawn() throws IOException {
        Document run = runs.getFirst();

        page("run-metrics", runPage(run) + "/model-metrics", metric(run));

        until("a chart", "document.querySelectorAll('.js-plotly-plot .trace').length > 0");
        picture("run-metrics");
    }

    @Test
    void artifacts_areListed() throws IOException {
        page("run-artifacts", runPage(runs.getFirst()) + "/artifacts", "Artifacts");
    }

    @Test
    void twoRuns_areCompared() throws IOException {
        assertThat(runs).hasSizeGreaterThanOrEqualTo(2);

        String both = encoded("[\"" + id(runs.get(0)) + "\",\"" + id(runs.get(1)) + "\"]");
        String page = page(
                "comparison",
                "/compare-runs?runs=" + both + "&experiments=" + encoded("[\"" + experiment + "\"]"),
                "Comparing 2 Runs",
                id(runs.get(0)),
                id(runs.get(1)));

        assertThat(page).contains(metric(runs.getFirst()));
    }

    @Test
    void model_showsItsAlias() throws IOException {
        page("models", "/models", "flight-delay");

        page("model", "/models/flight-delay", "Version 1", "champion");
    }

    private static String runPage(Document run) {
        return "/experiments/" + experiment + "/runs/" + id(run);
    }

    private static String id(Document run) {
        return run.at("info", "run_id").text();
    }

    private static String metric(Document run) {
        return run.at("data", "metrics").elements().getFirst().at("key").text();
    }

    private static Document read(String json) throws IOException {
        return Document.of(JSON.readTree(json));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Opens a page of the interface, waits until it shows the texts, and returns all that it shows. */
    private static String page(String name, String route, String... texts) throws IOException {
        Browser open = Objects.requireNonNull(browser);
        // The route stands behind the #, whose change alone loads nothing anew.
        open.open(URI.create("about:blank"));
        open.open(URI.create(ui + "/#" + route));
        try {
            for (String text : texts) {
                until(text, "document.body.innerText.includes(" + JSON.writeValueAsString(text) + ")");
            }
        } finally {
            picture(name);
        }
        return open.value("document.body.innerText").text();
    }

    private static void picture(String name) throws IOException {
        Files.createDirectories(WORK);
        Files.write(WORK.resolve(name + ".png"), Objects.requireNonNull(browser).screenshot(null));
    }

    private static void until(String what, String condition) {
        Browser open = Objects.requireNonNull(browser);
        long end = System.nanoTime() + LONGEST.toNanos();
        try {
            while (!open.value("!!document.body && " + condition).isTrue()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("the page has no " + what + " after " + LONGEST + ":\n"
                            + open.value("document.body.innerText").text());
                }
                Thread.sleep(250);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
