package dev.tidemill.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** JupyterLab of the cloud's Python environment, on the loopback with a token, with settings of its own. */
final class JupyterLab implements AutoCloseable {
    private final Process process;
    private final URI address;
    private final String token;

    private JupyterLab(Process process, URI address, String token) {
        this.process = process;
        this.address = address;
        this.token = token;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param notebooks the folder it shows
     * @param work an empty folder for its settings and its log
     * @param variables of its environment, and so of its kernels'
     */
    static JupyterLab start(LocalCloud cloud, Path notebooks, Path work, Map<String, String> variables)
            throws IOException, InterruptedException {
        Path settings = work.resolve("settings/@jupyterlab/apputils-extension");
        Files.createDirectories(settings);
        // Else it asks on every first start whether to fetch news.
        Files.writeString(
                settings.resolve("notification.jupyterlab-settings"),
                "{\"checkForUpdates\": false, \"fetchNews\": \"false\"}");
        String token = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(
                        cloud.python("jupyter").toString(),
                        "lab",
                        "--no-browser",
                        "--allow-root",
                        "--ServerApp.ip=127.0.0.1",
                        "--ServerApp.port=" + freePort(),
                        "--ServerApp.root_dir=" + notebooks,
                        "--IdentityProvider.token=" + token,
                        // The page then shows its application, by which the test reads what state the cells are in.
                        "--LabApp.expose_app_in_browser=True")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("jupyterlab.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JUPYTER_CONFIG_DIR", work.resolve("config").toString());
        environment.put("JUPYTER_RUNTIME_DIR", work.resolve("runtime").toString());
        environment.put("JUPYTERLAB_SETTINGS_DIR", work.resolve("settings").toString());
        environment.put("JUPYTERLAB_WORKSPACES_DIR", work.resolve("workspaces").toString());
        environment.putAll(variables);
        Process process = builder.start();
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            Document running = running(work.resolve("runtime"), process.pid());
            if (running.isPresent()) {
                return new JupyterLab(process, URI.create(running.at("url").text()), token);
            }
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new IOException("JupyterLab did not start: " + Files.readString(work.resolve("jupyterlab.log")));
    }

    /** What it wrote down about itself once it listens. */
    private static Document running(Path folder, long pid) throws IOException {
        Path file = folder.resolve("jpserver-" + pid + ".json");
        if (!Files.isReadable(file) || Files.size(file) == 0) {
            return Document.absent();
        }
        return Document.of(new ObjectMapper().readTree(file.toFile()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The address of a notebook, with the token. */
    URI notebook(String name) {
        return address.resolve("lab/tree/" + name + "?token=" + token);
    }

    @Override
    public void close() {
        Stream<ProcessHandle> kernels = process.descendants();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kernels.forEach(ProcessHandle::destroy);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
