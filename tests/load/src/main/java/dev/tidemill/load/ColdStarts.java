package dev.tidemill.load;

import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.Figure.Spread;
import dev.tidemill.load.FunctionHost.FunctionProcess;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * For each function the time from its process's start to its first answer, and the latency of the calls after, one at a
 * time. A new process is had by a new revision of the function, as a deployment gives it.
 */
final class ColdStarts {
    private static final int WARM_UP = 50;
    private static final int CALLS = 200;
    private static final int TRIES = 5;
    private static final Duration CONFIGURATION_KEPT = Duration.ofMillis(1100);

    private final Http http;
    private final FunctionHost host;
    private final int rounds;

    ColdStarts(Http http, FunctionHost host, int rounds) {
        this.http = http;
        this.host = host;
        this.rounds = rounds;
    }

    private record ColdStart(double seconds, ProcessCpu cpu) {}

    /** Hands out two figures for each function: cold, then warm. */
    void measure(FunctionCalls calls, Consumer<Figure> figures) {
        for (String function : host.names()) {
            Optional<FunctionCalls.Call> call = calls.of(function);
            if (call.isPresent()) {
                figures.accept(cold(Part.COLD_START, function, call.get()));
                figures.accept(warm(function, call.get()));
            }
        }
    }

    /** The figure of a function's new processes. */
    Figure cold(Part part, String function, FunctionCalls.Call call) {
        List<Double> seconds = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ColdStart start = start(function, call);
            seconds.add(start.seconds());
            cpu.add(start.cpu().since(ProcessCpu.NONE));
        }
        host.renew(function, "");
        return Figure.of(
                part,
                function + " cold",
                Quantity.seconds(Statistics.median(seconds)),
                Quantity.seconds(Statistics.median(cpu)),
                rounds,
                "process start to first answer: " + call.what());
    }

    private ColdStart start(String function, FunctionCalls.Call call) {
        HttpRequest request = host.call(function, call.event());
        for (int attempt = 0; attempt < TRIES; attempt++) {
            host.renew(function, "measured at " + Instant.now());
            LockSupport.parkNanos(CONFIGURATION_KEPT.toNanos());
            Instant asked = Instant.now();
            http.body(request);
            Instant answered = Instant.now();
            List<FunctionProcess> started = host.processes(function).stream()
                    .filter(process -> process.startedAt().isAfter(asked))
                    .toList();
            // An event that came in between may have started one before, which then answered warm.
            if (started.size() == 1) {
                FunctionProcess process = started.getFirst();
                return new ColdStart(
                        Duration.between(process.startedAt(), answered).toNanos() / 1e9,
                        ProcessCpu.of(started.stream().map(FunctionProcess::handle)));
            }
        }
        throw new MeasurementException(
                "no call of " + function + " out of " + TRIES + " was answered by a process that it started");
    }

    private Figure warm(String function, FunctionCalls.Call call) {
        HttpRequest request = host.call(function, call.event());
        for (int i = 0; i < WARM_UP; i++) {
            http.body(request);
        }
        ProcessCpu before = host.cpu(function);
        List<Double> milliseconds = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            long begin = System.nanoTime();
            http.body(request);
            milliseconds.add((System.nanoTime() - begin) / 1e6);
        }
        double cpu = host.cpu(function).since(before);
        Spread spread = new Spread(Statistics.percentile(milliseconds, 0.5), Statistics.percentile(milliseconds, 0.99));
        return Figure.spread(
                Part.COLD_START,
                function + " warm",
                new Quantity(spread.p50Ms(), "ms"),
                spread,
                new Quantity(cpu * 1000 / CALLS, "ms/call"),
                1,
                CALLS + " calls after " + WARM_UP + ", one at a time: " + call.what());
    }
}
