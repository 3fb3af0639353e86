package dev.tidemill.mlflowui;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Serves the user interface until the process is told to end. */
public final class MlflowUiMain {
    private static final Set<String> OPTIONS = Set.of("--port", "--site", "--api");

    private MlflowUiMain() {}

    /**
     * Prints one line when it listens. Exit status 2: an option is wrong; 3: the port is in use.
     *
     * @param arguments {@code --port N}, a port on 127.0.0.1; {@code --site DIR}, the built interface with its
     *     {@code index.html}; {@code --api URL}, the API's address
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        UiServer server;
        try {
            server = start(options(List.of(arguments)));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        } catch (BindException inUse) {
            System.err.println("The port on 127.0.0.1 is in use: choose another with --port");
            System.exit(3);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        System.out.println("MLflow's user interface is at http://127.0.0.1:" + server.port());
        new CountDownLatch(1).await();
    }

    private static UiServer start(Map<String, String> options) throws IOException {
        Path site = Path.of(required(options, "--site"));
        if (!Files.isRegularFile(site.resolve("index.html"))) {
            throw new IllegalArgumentException("Option --site is " + site + ": expected a folder with index.html");
        }
        String port = required(options, "--port");
        if (!port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("Option --port is " + port + ": expected a port number");
        }
        return UiServer.start(site, URI.create(required(options, "--api")), Integer.parseInt(port));
    }

    private static Map<String, String> options(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        for (int at = 0; at < arguments.size(); at += 2) {
            String name = arguments.get(at);
            if (!OPTIONS.contains(name)) {
                throw new IllegalArgumentException("Unknown option " + name + ": expected --port, --site or --api");
            }
            if (at + 1 == arguments.size()) {
                throw new IllegalArgumentException("Option " + name + " needs a value");
            }
            options.put(name, arguments.get(at + 1));
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Option " + name + " is missing");
        }
        return value;
    }
}
