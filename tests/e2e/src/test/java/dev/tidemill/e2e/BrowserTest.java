package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.client.Document;
import dev.tidemill.e2e.Browser.Area;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A person opens the tutorial in JupyterLab and chooses Run All Cells from its menu. The pictures stay in {@code
 * tests/e2e/target/screenshots}.
 */
class BrowserTest {
    private static final Path WORK = LocalCloud.ROOT.resolve("tests/e2e/target/browser");
    private static final Path PICTURES = LocalCloud.ROOT.resolve("tests/e2e/target/screenshots");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
    private static final String NOTEBOOK =
            "[...window.jupyterapp.shell.widgets('main')].find(w => w.sessionContext && w.content.model)";

    private static final Map<String, byte[]> progress = new LinkedHashMap<>();
    private static List<Document> cells = List.of();
    private static long lastPicture;

    @BeforeAll
    static void runAll() throws IOException, InterruptedException {
        Optional<Path> program = Browser.installed();
        Assumptions.assumeTrue(
                program.isPresent(),
                "BrowserTest is skipped, for no Chromium was found on PATH: install the package chromium");
        LocalCloud cloud = LocalCloud.get();
        clear(WORK);
        clear(PICTURES);
        Path notebooks = notebooks();
        Path lab = Files.createDirectories(WORK.resolve("lab"));
        Path profile = Files.createDirectories(WORK.resolve("profile"));
        Map<String, String> data = Map.of("TIDEMILL_DATA", cloud.data().toString());
        try (JupyterLab jupyter = JupyterLab.start(cloud, notebooks, lab, data);
                Browser browser = Browser.start(program.orElseThrow(), profile, 1400, 1000)) {
            browser.open(jupyter.notebook("tutorial.ipynb"));
            until(Duration.ofMinutes(2), () -> isReady(browser));
            picture("opened", browser.screenshot(null));
            clickText(browser, ".lm-MenuBar-itemLabel", "Run");
            picture("run-menu", browser.screenshot(null));
            clickText(browser, ".lm-Menu-itemLabel", "Run All Cells");
            try {
                until(LONGEST_RUN, () -> {
                    watch(browser);
                    return isDone(browser);
                });
            } finally {
                picture("last", browser.screenshot(null));
            }
            cells = state(browser);
            pages(browser, "light");
            browser.value("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})");
            pages(browser, "dark");
        }
    }

    @Test
    void everyCell_ranWithoutError() {
        assertThat(cells).hasSizeGreaterThan(15);
        assertThat(cells).allSatisfy(cell -> {
            assertThat(cell.at("count").integer(0)).as(cell.at("source").text()).isPositive();
            assertThat(cell.at("outputs").texts()).as(cell.at("source").text()).doesNotContain("error");
        });
    }

    @Test
    void progress_movesInPlace() {
        assertThat(progress).as("texts that the training showed").hasSizeGreaterThanOrEqualTo(2);
        assertThat(progress.values().stream().map(Arrays::hashCode).distinct())
                .as("pictures of it")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    /** A copy of the project without outputs, which goes under a name of its own so that it may run beside others. */
    private static Path notebooks() throws IOException {
        Path from = LocalCloud.ROOT.resolve("notebooks/flight-delays");
        Path to = WORK.resolve("flight-delays");
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy);
                return FileVisitResult.CONTINUE;
            }
        });
        Path tutorial = to.resolve("tutorial.ipynb");
        String renamed = Files.readString(tutorial).replace("flight-tutorial", "flight-browser");
        ObjectMapper json = new ObjectMapper();
        ObjectNode notebook = (ObjectNode) json.readTree(renamed);
        for (JsonNode cell : notebook.path("cells")) {
            if (cell instanceof ObjectNode code && code.has("outputs")) {
                code.putArray("outputs");
                code.putNull("execution_count");
            }
        }
        json.writeValue(tutorial.toFile(), notebook);
        return to;
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static boolean isReady(Browser browser) {
        return browser.value("(() => { const w = window.jupyterapp && " + NOTEBOOK + ";"
                        + " const s = w && w.sessionContext.session;"
                        + " return !!s && s.kernel.connectionStatus === 'connected'"
                        + " && !document.querySelector('#jupyterlab-splash')"
                        + " && document.querySelectorAll('.jp-CodeCell').length > 0; })()")
                .isTrue();
    }

    /** Of each code cell the source, the execution count, the kinds of its outputs and whether it runs or waits. */
    private static List<Document> state(Browser browser) {
        return browser.value("[...(" + NOTEBOOK + ").content.model.cells].filter(c => c.type === 'code').map(c => ({"
                        + "source: c.sharedModel.getSource(), count: c.executionCount || 0, state: c.executionState,"
                        + "outputs: c.outputs.toJSON().map(o => o.output_type)}))")
                .elements();
    }

    private static boolean isDone(Browser browser) {
        List<Document> now = state(browser);
        return now.stream().noneMatch(cell -> cell.at("state").text("idle").equals("running"))
                && (now.stream().allMatch(cell -> cell.at("count").integer(0) > 0)
                        || now.stream()
                                .anyMatch(cell -> cell.at("outputs").texts().contains("error")));
    }

    /** Scrolls to the cell that trains, and takes a picture of what it shows whenever that has changed. */
    private static void watch(Browser browser) throws IOException {
        Document seen = browser.value("(() => { const n = (" + NOTEBOOK + ").content;"
                + " const i = n.widgets.findIndex(w => w.model.sharedModel.getSource().includes('%mlops train'));"
                + " const c = n.widgets[i]; if (!c || c.model.executionState !== 'running') return null;"
                + " const o = c.node.querySelector('.jp-OutputArea');"
                + " if (!o || !o.innerText.trim() || !o.getBoundingClientRect().height) { n.scrollToItem(i, 'center'); return null; }"
                + " const r = o.getBoundingClientRect();"
                + " if (r.bottom > innerHeight || r.top < 0) n.scrollToItem(i, 'center');"
                + " return {text: o.innerText, x: r.x, y: r.y, width: r.width, height: r.height}; })()");
        // Its seconds change at every look: a picture every two of them is enough.
        if (seen.at("text").isPresent() && progress.size() < 60 && System.nanoTime() - lastPicture > PAUSE.toNanos()) {
            String text = seen.at("text").text();
            if (!progress.containsKey(text)) {
                lastPicture = System.nanoTime();
                byte[] png = browser.screenshot(new Area(
                        seen.at("x").number(),
                        seen.at("y").number(),
                        seen.at("width").number(),
                        seen.at("height").number()));
                progress.put(text, png);
                picture("progress-%02d".formatted(progress.size()), png);
            }
        }
    }

    /** Clicks the one visible element of a class with a text. */
    private static void clickText(Browser browser, String selector, String text) {
        String find = "(() => { const e = [...document.querySelectorAll('" + selector + "')]"
                + ".find(e => e.textContent === '" + text + "' && e.getClientRects().length);"
                + " if (!e) return null; const r = e.getBoundingClientRect();"
                + " return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()";
        until(Duration.ofSeconds(30), () -> browser.value(find).at("x").isPresent());
        Document place = browser.value(find);
        browser.click(place.at("x").number(), place.at("y").number());
    }

    /** Pictures of the whole notebook, a window at a time. */
    private static void pages(Browser browser, String theme) throws IOException, InterruptedException {
        String scroller = "document.querySelector('.jp-WindowedPanel-outer')";
        browser.value(scroller + ".scrollTo(0, 0)");
        for (int page = 1; page <= 30; page++) {
            Thread.sleep(1200);
            picture("%s-%02d".formatted(theme, page), browser.screenshot(null));
            boolean more = browser.value("(() => { const s = " + scroller + "; const before = s.scrollTop;"
                            + " s.scrollTo(0, before + s.clientHeight - 60); return s.scrollTop > before + 1; })()")
                    .isTrue();
            if (!more) {
                return;
            }
        }
    }

    private static void picture(String name, byte[] png) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), png);
    }

    private interface Check {
        boolean holds() throws IOException;
    }

    private static void until(Duration longest, Check check) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            while (!check.holds()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("it took longer than " + longest);
                }
                Thread.sleep(250);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
