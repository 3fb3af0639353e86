package dev.tidemill.functionhost.deployed;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does what the event's {@code do} says, and tells about the process in which it runs. */
public final class ProbeHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private final List<byte[]> held = new ArrayList<>();
    private int calls;

    /** Called by the runtime interface client. */
    public ProbeHandler() {
        if (System.getenv("FAIL_INIT") != null) {
            throw new IllegalStateException("no start today");
        }
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        calls++;
        switch (String.valueOf(event.get("do"))) {
            case "crash" -> Runtime.getRuntime().halt(7);
            case "throw" -> throw new IllegalStateException("as asked");
            case "hang" -> await(60_000);
            case "wait" -> await(((Number) Objects.requireNonNull(event.get("millis"))).longValue());
            case "hold" -> hold();
            case "gather" ->
                gather(
                        Path.of(String.valueOf(event.get("folder"))),
                        Integer.parseInt(String.valueOf(event.get("count"))));
            case "print" -> context.getLogger().log("said " + event.get("text"));
            case "large" -> {
                return Map.of("text", "x".repeat(7 << 20));
            }
            default -> {}
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("pid", ProcessHandle.current().pid());
        answer.put("calls", calls);
        answer.put("env", System.getenv());
        answer.put("arn", context.getInvokedFunctionArn());
        answer.put("requestId", context.getAwsRequestId());
        answer.put("version", context.getFunctionVersion());
        answer.put("remaining", context.getRemainingTimeInMillis());
        answer.put("trace", String.valueOf(System.getProperty("com.amazonaws.xray.traceHeader")));
        answer.put("heap", Runtime.getRuntime().maxMemory());
        answer.put("layer", fromLayer());
        answer.put("event", event);
        return answer;
    }

    private static void await(long millis) {
        try {
            if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when so many processes are here at the same time. */
    private static void gather(Path folder, int count) {
        try {
            Files.createFile(
                    folder.resolve(Long.toString(ProcessHandle.current().pid())));
            long present;
            do {
                await(100);
                try (var files = Files.list(folder)) {
                    present = files.count();
                }
            } while (present < count);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void hold() {
        for (int at = 0; at < 400; at++) {
            byte[] block = new byte[1 << 20];
            java.util.Arrays.fill(block, (byte) at);
            held.add(block);
            await(2);
        }
    }

    private static String fromLayer() {
        try {
            Object said = Class.forName("dev.tidemill.functionhost.layered.Greeting")
                    .getMethod("say")
                    .invoke(null);
            return said + " " + Files.exists(Path.of("."));
        } catch (ReflectiveOperationException absent) {
            return "no layer";
        }
    }
}
