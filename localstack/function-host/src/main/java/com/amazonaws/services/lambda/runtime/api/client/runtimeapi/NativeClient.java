package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks the Runtime API for work and hands back results; used by one thread. */
final class NativeClient {
    private static final String INVOCATIONS = "/2018-06-01/runtime/invocation/";

    private static String base = "";

    private NativeClient() {}

    /** Remembers host, port and path of the Runtime API. */
    static void init(String runtimeApi) {
        base = "http://" + runtimeApi + INVOCATIONS;
    }

    static InvocationRequest next() {
        try {
            HttpURLConnection connection = open("next");
            if (connection.getResponseCode() != 200) {
                throw new IOException("The Runtime API answered " + connection.getResponseCode());
            }
            InvocationRequest request = new InvocationRequest();
            request.setId(connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"));
            request.setXrayTraceId(connection.getHeaderField("Lambda-Runtime-Trace-Id"));
            request.setInvokedFunctionArn(connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"));
            request.setDeadlineTimeInMs(connection.getHeaderFieldLong("Lambda-Runtime-Deadline-Ms", 0));
            request.setClientContext(optional(connection, "Lambda-Runtime-Client-Context"));
            request.setCognitoIdentity(optional(connection, "Lambda-Runtime-Cognito-Identity"));
            try (InputStream body = connection.getInputStream()) {
                request.setContent(body.readAllBytes());
            }
            return request;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @SuppressWarnings("NullAway") // the client's setters take null for a header that is absent
    private static @Nullable String optional(HttpURLConnection connection, String header) {
        return connection.getHeaderField(header);
    }

    static void postInvocationResponse(byte[] requestId, byte[] response) {
        try {
            HttpURLConnection connection = open(new String(requestId, StandardCharsets.UTF_8) + "/response");
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(response.length);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(response);
            }
            if (connection.getResponseCode() != 202) {
                throw new IOException("The Runtime API answered " + connection.getResponseCode());
            }
            try (InputStream body = connection.getInputStream()) {
                body.readAllBytes();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static HttpURLConnection open(String call) throws IOException {
        return (HttpURLConnection) URI.create(base + call).toURL().openConnection();
    }
}
