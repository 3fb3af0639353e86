package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemill.client.aws.SignatureV4;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What MLflow's Python client signs under {@code MLFLOW_TRACKING_AWS_SIGV4=true}, checked against the specification: the
 * emulator asks for no signature.
 */
class StockSignerTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TOKEN = "session/token=";

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares these.
    private record Call(String method, URI uri, SortedMap<String, String> headers, byte[] body) {
        /** Whether API Gateway would accept it. */
        boolean isSigned() throws GeneralSecurityException {
            Map<String, String> parts =
                    SignatureV4.parts(Objects.requireNonNull(headers.get("authorization"), "no Authorization"));
            assertThat(parts).containsEntry("", "AWS4-HMAC-SHA256");
            String time = Objects.requireNonNull(headers.get("x-amz-date"));
            assertThat(parts)
                    .containsEntry(
                            "Credential",
                            "AKIDEXAMPLE/" + time.substring(0, 8) + "/eu-west-1/execute-api/aws4_request");
            SortedMap<String, String> signed = new TreeMap<>(headers);
            signed.keySet()
                    .retainAll(List.of(parts.getOrDefault("SignedHeaders", "").split(";")));
            assertThat(signed).containsKeys("host", "x-amz-date").containsEntry("x-amz-security-token", TOKEN);
            return new SignatureV4(SECRET, "eu-west-1", "execute-api", time, signed)
                    .of(method, uri, body)
                    .equals(parts.get("Signature"));
        }
    }

    private final List<Call> received = Collections.synchronizedList(new ArrayList<>());

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            SortedMap<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            received.add(new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    headers,
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** What the client said of calls that it could not send. */
    private List<String> send(String calls) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
        try {
            return LocalCloud.get()
                    .run(
                            LocalCloud.ROOT,
                            Map.of(
                                    "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                    "AWS_SECRET_ACCESS_KEY", SECRET,
                                    "AWS_SESSION_TOKEN", TOKEN,
                                    "AWS_DEFAULT_REGION", "eu-west-1",
                                    "PYTHONWARNINGS", "ignore"),
                            LocalCloud.get().python("python").toString(),
                            LocalCloud.ROOT
                                    .resolve("tests/e2e/src/test/python/signed_calls.py")
                                    .toString(),
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/live",
                            calls.replace('\'', '"'));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void callsOfTheClassicFlow_areSignedAsTheSpecificationSays() throws IOException, GeneralSecurityException {
        send("""
                [{'method':'GET','path':'/api/2.0/mlflow/experiments/get-by-name',
                  'params':{'experiment_name':'flights & delays = äöü / 100% ~*'}},
                 {'method':'POST','path':'/api/2.0/mlflow/runs/search',
                  'json':{'experiment_ids':['1'],'filter':'params.a = \\u0027ä\\u0027','page_token':'a+b/c=='}},
                 {'method':'GET','path':'/api/2.0/mlflow/registered-models/search',
                  'params':{'filter':'name LIKE x','page_token':'YWJj+/8='}},
                 {'method':'PATCH','path':'/api/2.0/mlflow/logged-models/m-1','json':{'status':'LOGGED_MODEL_READY'}},
                 {'method':'DELETE','path':'/api/2.0/mlflow/registered-models/alias','json':{'name':'m','alias':'a'}},
                 {'method':'PUT','path':'/api/2.0/mlflow-artifacts/artifacts/1/a.txt','bytes':'some bytes'},
                 {'method':'GET','path':'/w/team/api/2.0/mlflow/runs/get','params':{'run_id':'0'}},
                 {'method':'GET','path':'/api/3.0/mlflow/server-info'}]
                """);

        assertThat(received).hasSize(8);
        for (Call call : received) {
            assertThat(call.isSigned()).as("%s %s", call.method(), call.uri()).isTrue();
        }
    }

    @Test
    void callsChangedOnTheWay_areSignedNoMore() throws IOException, GeneralSecurityException {
        send("[{'method':'POST','path':'/api/2.0/mlflow/runs/create','params':{'a':'1'},'json':{'run_name':'x'}}]");
        Call call = received.getFirst();

        assertThat(call.isSigned()).isTrue();
        assertThat(new Call("PUT", call.uri(), call.headers(), call.body()).isSigned())
                .isFalse();
        assertThat(new Call("POST", URI.create(call.uri() + "0"), call.headers(), call.body()).isSigned())
                .isFalse();
        assertThat(new Call("POST", URI.create("/live/other?a=1"), call.headers(), call.body()).isSigned())
                .isFalse();
        assertThat(new Call("POST", call.uri(), call.headers(), new byte[] {1}).isSigned())
                .isFalse();
    }

    /** Defects of the stock signer, for which README's advice stands: {@code s3://} for artifacts, or a token. */
    @Test
    void repeatedParametersEscapedPathsAndStreams_areWhatTheStockSignerCannot()
            throws IOException, GeneralSecurityException {
        List<String> failed = send("""
                [{'method':'GET','path':'/api/2.0/mlflow/registered-models/search','params':{'order_by':['a','b']}},
                 {'method':'GET','path':'/api/2.0/mlflow-artifacts/artifacts/a b.txt'},
                 {'method':'PUT','path':'/api/2.0/mlflow-artifacts/artifacts/1/a.txt','stream':'some bytes'}]
                """);

        assertThat(received).hasSize(2);
        for (Call call : received) {
            assertThat(call.isSigned()).as("%s", call.uri()).isFalse();
        }
        assertThat(failed).singleElement().asString().contains("/artifacts/1/a.txt AttributeError");
    }
}
