package dev.tidemill.mlflowui;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UiServerTest {
    @TempDir
    Path folder;

    private HttpServer api;
    private UiServer server;

    @BeforeEach
    void start() throws IOException {
        Path site = Files.createDirectories(folder.resolve("site/static"));
        Files.writeString(folder.resolve("site/index.html"), "<html>index</html>");
        Files.writeString(site.resolve("main.js"), "script");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        api.createContext("/stage/", exchange -> {
            String body = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Origin") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Api", "yes");
            exchange.sendResponseHeaders(404, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        api.start();
        URI address = URI.create("http://127.0.0.1:" + api.getAddress().getPort() + "/stage");
        server = UiServer.start(folder.resolve("site"), address, 0);
    }

    @AfterEach
    void stop() {
        server.close();
        api.stop(0);
    }

    @Test
    void root_isTheIndex() throws IOException {
        assertThat(raw("GET / HTTP/1.1"))
                .startsWith("HTTP/1.1 200")
                .contains("text/html")
                .contains("index");
    }

    @Test
    void staticFile_isServedWithItsType() throws IOException {
        assertThat(raw("GET /static-files/static/main.js HTTP/1.1"))
                .contains("text/javascript")
                .contains("max-age=2419200")
                .endsWith("script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static-files/../secret.txt",
                "/static-files/../../secret.txt",
                "/static-files/%2e%2e/secret.txt",
                "/static-files/static/..%2f..%2f../secret.txt",
                "/static-files//etc/passwd",
                "/static-files/%00",
                "/static-files/static",
                "/secret.txt",
                "/other"
            })
    void path_outsideTheSite_isRefused(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1"))
                .startsWith("HTTP/1.1 404")
                .contains("ENDPOINT_NOT_FOUND")
                .doesNotContain("secret\n");
    }

    @Test
    void call_isPassedToTheApiAndItsAnswerBack() throws IOException {
        String answer = raw("POST /ajax-api/2.0/mlflow/runs/search?a=%2F1 HTTP/1.1", "Content-Length: 2", "", "{}");

        assertThat(answer).startsWith("HTTP/1.1 404").containsIgnoringCase("x-api: yes");
        assertThat(answer).contains("POST /stage/ajax-api/2.0/mlflow/runs/search?a=%2F1 null {}");
    }

    @Test
    void call_ofAnotherOrigin_isRefused() throws IOException {
        assertThat(raw("POST /graphql HTTP/1.1", "Origin: https://example.org", "Content-Length: 0"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("POST /graphql HTTP/1.1", "Origin: http://127.0.0.1:" + server.port(), "Content-Length: 0"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void call_toAnotherHost_isRefused() throws IOException {
        assertThat(send("GET / HTTP/1.1\r\nHost: example.org:" + server.port() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void call_whenTheApiIsDown_saysSo() throws IOException {
        api.stop(0);

        assertThat(raw("GET /version HTTP/1.1")).startsWith("HTTP/1.1 502").contains("TEMPORARILY_UNAVAILABLE");
    }

    private String raw(String first, String... more) throws IOException {
        StringBuilder request = new StringBuilder(first + "\r\nHost: 127.0.0.1:" + server.port()
                + "\r\nConnection: close\r\nContent-Type: application/json\r\n");
        boolean ended = false;
        for (String line : more) {
            request.append(line).append(ended ? "" : "\r\n");
            ended |= line.isEmpty();
        }
        return send(request + (ended ? "" : "\r\n"));
    }

    /** Written by hand, for clients tidy what they send. */
    private String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(request.getBytes(StandardCharsets.UTF_8));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
