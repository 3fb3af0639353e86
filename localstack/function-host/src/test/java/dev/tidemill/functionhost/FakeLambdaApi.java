package dev.tidemill.functionhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;

/** Answers GetFunction, GetLayerVersion and the three calls of CloudWatch Logs in their wire shapes. */
final class FakeLambdaApi implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String LAYER = "arn:aws:lambda:us-east-1:000000000000:layer:greeting";

    private final HttpServer server;
    private final Map<String, ObjectNode> functions = new ConcurrentHashMap<>();
    private final Map<String, byte[]> zips = new ConcurrentHashMap<>();
    private final List<String> logLines = new ArrayList<>();

    FakeLambdaApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/2015-03-31/functions/", this::getFunction);
        server.createContext("/2018-10-31/layers/", this::getLayer);
        server.createContext("/zips/", this::getZip);
        server.createContext("/", this::logs);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What a test deploys; starts from the probe handler with 3 s and 256 MB. */
    final class Deployment {
        private final String name;
        private String runtime = "java25";
        private int timeout = 3;
        private int memory = 256;
        private boolean layered;
        private @Nullable Integer concurrency;
        private Map<String, String> environment = Map.of();

        Deployment(String name) {
            this.name = name;
        }

        Deployment runtime(String value) {
            runtime = value;
            return this;
        }

        Deployment timeout(int seconds) {
            timeout = seconds;
            return this;
        }

        Deployment memory(int megabytes) {
            memory = megabytes;
            return this;
        }

        Deployment layered() {
            layered = true;
            return this;
        }

        Deployment concurrency(int reserved) {
            concurrency = reserved;
            return this;
        }

        Deployment environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        void deploy() {
            byte[] zip = zip(Map.of("lib/probe.jar", jar("dev/tidemill/functionhost/deployed/ProbeHandler.class")));
            ObjectNode answer = MAPPER.createObjectNode();
            ObjectNode configuration = answer.putObject("Configuration")
                    .put("FunctionName", name)
                    .put("Runtime", runtime)
                    .put("Handler", "dev.tidemill.functionhost.deployed.ProbeHandler")
                    .put("Timeout", timeout)
                    .put("MemorySize", memory)
                    .put("CodeSha256", sha256(zip))
                    .put("RevisionId", UUID.randomUUID().toString());
            ObjectNode variables = configuration.putObject("Environment").putObject("Variables");
            environment.forEach(variables::put);
            if (layered) {
                configuration.putArray("Layers").addObject().put("Arn", LAYER + ":1");
            }
            if (concurrency != null) {
                answer.putObject("Concurrency").put("ReservedConcurrentExecutions", concurrency);
            }
            answer.putObject("Code").put("Location", keep(zip));
            functions.put(name, answer);
        }
    }

    Deployment function(String name) {
        return new Deployment(name);
    }

    void delete(String name) {
        functions.remove(name);
    }

    /** The messages that reached CloudWatch Logs, each after its group and a space. */
    synchronized List<String> logLines() {
        return List.copyOf(logLines);
    }

    private String keep(byte[] zip) {
        String key = sha256(zip).replaceAll("\\W", "");
        zips.put(key, zip);
        return endpoint() + "/zips/" + key;
    }

    private void getFunction(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().split("/")[3];
        ObjectNode found = functions.get(name);
        if (found == null) {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", "ResourceNotFoundException");
            answer(exchange, 404, "{\"Type\":\"User\",\"Message\":\"Function not found: %s\"}".formatted(name));
        } else {
            answer(exchange, 200, found.toString());
        }
    }

    private void getLayer(HttpExchange exchange) throws IOException {
        byte[] zip = zip(Map.of("java/lib/greeting.jar", jar("dev/tidemill/functionhost/layered/Greeting.class")));
        ObjectNode layer = MAPPER.createObjectNode().put("LayerVersionArn", LAYER + ":1");
        layer.putObject("Content").put("CodeSha256", sha256(zip)).put("Location", keep(zip));
        answer(exchange, 200, layer.toString());
    }

    private void getZip(HttpExchange exchange) throws IOException {
        byte[] zip = Objects.requireNonNull(
                zips.get(exchange.getRequestURI().getPath().substring("/zips/".length())));
        exchange.sendResponseHeaders(200, zip.length);
        exchange.getResponseBody().write(zip);
        exchange.close();
    }

    private void logs(HttpExchange exchange) throws IOException {
        JsonNode request = MAPPER.readTree(exchange.getRequestBody());
        synchronized (this) {
            for (JsonNode event : request.path("logEvents")) {
                logLines.add(request.path("logGroupName").asText() + " "
                        + event.path("message").asText());
            }
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        answer(exchange, 200, "{}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static byte[] jar(String classFile) {
        Path classes = Path.of("target/test-classes", classFile);
        try {
            return zip(Map.of(classFile, Files.readAllBytes(classes)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] zip(Map<String, byte[]> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream zip = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : content.entrySet()) {
                JarEntry entry = new JarEntry(file.getKey());
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
