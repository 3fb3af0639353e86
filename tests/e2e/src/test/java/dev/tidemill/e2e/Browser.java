package dev.tidemill.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a headless Chromium, over the Chrome DevTools Protocol.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final List<Path> APPLICATIONS = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<Document>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    /** A clipping of the page, in CSS pixels from the window's upper left corner. */
    record Area(double x, double y, double width, double height) {}

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = http.newWebSocketBuilder()
                .connectTimeout(LONGEST_ANSWER)
                .buildAsync(page, new Answers())
                .join();
    }

    /** Where a Chromium is installed; empty when none of the usual names is. */
    static Optional<Path> installed() {
        String path = System.getenv("PATH");
        Stream<Path> onPath = path == null
                ? Stream.empty()
                : Arrays.stream(path.split(File.pathSeparator))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(onPath, APPLICATIONS.stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts a browser with an empty profile.
     *
     * @param profile an empty folder for it
     */
    static Browser start(Path program, Path profile, int width, int height) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--no-default-browser-check",
                "--window-size=" + width + "," + height,
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0"));
        if ("root".equals(System.getProperty("user.name"))) {
            // Chromium's sandbox does not start as root.
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("browser.log").toFile())
                .start();
        Path active = profile.resolve("DevToolsActivePort");
        for (int i = 0; i < 300; i++) {
            if (Files.isReadable(active) && Files.readString(active).contains("\n")) {
                String port = Files.readString(active).lines().findFirst().orElseThrow();
                return new Browser(process, page("http://127.0.0.1:" + port + "/json/list"));
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new IOException(program + " did not start: " + Files.readString(profile.resolve("browser.log")));
    }

    private static URI page(String list) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String targets = http.send(HttpRequest.newBuilder(URI.create(list)).build(), BodyHandlers.ofString())
                    .body();
            return Document.of(JSON.readTree(targets)).elements().stream()
                    .filter(target -> target.at("type").text().equals("page"))
                    .map(target -> URI.create(target.at("webSocketDebuggerUrl").text()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the browser has no page"));
        }
    }

    /** Opens an address in the page, which behaves as if its window had the focus. */
    void open(URI address) {
        send("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        send("Page.navigate", Map.of("url", address.toString()));
    }

    /** The value of a JavaScript expression, awaited when it is a promise. */
    Document value(String expression) {
        Document answer =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.at("exceptionDetails").isPresent()) {
            throw new IllegalStateException(expression + ": "
                    + answer.at("exceptionDetails", "exception", "description").text("failed"));
        }
        return answer.at("result", "value");
    }

    /** Presses and releases the left mouse button. */
    void click(double x, double y) {
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            x,
                            "y",
                            y,
                            "button",
                            "left",
                            "clickCount",
                            type.equals("mouseMoved") ? 0 : 1));
        }
    }

    /** Takes a picture of the window, or of a part of it, as PNG. */
    byte[] screenshot(@Nullable Area area) {
        Map<String, Object> clip = area == null
                ? Map.of()
                : Map.of(
                        "clip",
                        Map.of(
                                "x",
                                area.x(),
                                "y",
                                area.y(),
                                "width",
                                area.width(),
                                "height",
                                area.height(),
                                "scale",
                                1));
        return Base64.getDecoder()
                .decode(send("Page.captureScreenshot", clip).at("data").text());
    }

    private Document send(String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<Document> answer = new CompletableFuture<>();
        asked.put(id, answer);
        try {
            String message = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
            socket.sendText(message, true).join();
            Document got = answer.get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
            if (got.at("error").isPresent()) {
                throw new IllegalStateException(
                        method + ": " + got.at("error", "message").text());
            }
            return got.at("result");
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        http.close();
    }

    /** Puts the parts of a message together and hands it to who asked. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                receive(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void receive(String text) {
            try {
                Document json = Document.of(JSON.readTree(text));
                CompletableFuture<Document> waiting =
                        asked.remove((int) json.at("id").integer(0));
                if (waiting != null) {
                    waiting.complete(json);
                }
            } catch (IOException e) {
                asked.values().forEach(waiting -> waiting.completeExceptionally(e));
            }
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            asked.values().forEach(waiting -> waiting.completeExceptionally(error));
        }
    }
}
