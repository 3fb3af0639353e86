package dev.tidemill.load;

import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.Figure.Spread;
import dev.tidemill.load.LoadLoop.Result;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Predictions a second, one row a request, by how many ask at the same time. The sides take turns. */
final class PredictionRate {
    private static final List<Integer> CALLERS = List.of(1, 8, 32);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private final LoadLoop loop;
    private final int rounds;

    PredictionRate(LoadLoop loop, int rounds) {
        this.loop = loop;
        this.rounds = rounds;
    }

    /**
     * One that answers predictions.
     *
     * @param name in the table
     * @param requests by a number that counts up
     * @param right tells a right answer
     * @param cpu what the processes that predict have used until now
     * @param emulator what the AWS endpoint has used until now; null for a side that does not call it
     * @param note what a reader has to know
     */
    record Side(
            String name,
            IntFunction<HttpRequest> requests,
            Predicate<HttpResponse<String>> right,
            Supplier<ProcessCpu> cpu,
            @Nullable Supplier<ProcessCpu> emulator,
            String note) {
        private ProcessCpu emulatorCpu() {
            return emulator == null ? ProcessCpu.NONE : emulator.get();
        }
    }

    private record Measured(Result result, double cpuSeconds, double emulatorCpuSeconds) {
        double perRequest(double seconds) {
            return seconds * 1000 / result.milliseconds().size();
        }
    }

    /**
     * Hands out a figure for each side and number of callers.
     *
     * @throws MeasurementException when a single request was not answered rightly
     */
    void measure(List<Side> sides, Consumer<Figure> figures) {
        for (int callers : CALLERS) {
            Map<Side, List<Measured>> measured = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Side side : sides) {
                    measured.computeIfAbsent(side, absent -> new ArrayList<>()).add(once(side, callers));
                }
            }
            measured.forEach((side, results) -> figures.accept(figure(side, callers, results)));
        }
    }

    private Measured once(Side side, int callers) {
        checked(side, callers, loop.run(callers, WARM_UP, side.requests(), side.right()));
        ProcessCpu before = side.cpu().get();
        ProcessCpu emulatorBefore = side.emulatorCpu();
        Result result = checked(side, callers, loop.run(callers, MEASURED, side.requests(), side.right()));
        return new Measured(
                result, side.cpu().get().since(before), side.emulatorCpu().since(emulatorBefore));
    }

    private static Result checked(Side side, int callers, Result result) {
        if (result.errors() > 0 || result.milliseconds().isEmpty()) {
            throw new MeasurementException(side.name() + " with " + callers + " callers: " + result.errors()
                    + " requests failed, " + result.milliseconds().size() + " did not; the first: "
                    + result.firstError());
        }
        return result;
    }

    private static Figure figure(Side side, int callers, List<Measured> results) {
        Spread spread = new Spread(percentile(results, 0.5), percentile(results, 0.99));
        double cpu = Statistics.median(
                results.stream().map(one -> one.perRequest(one.cpuSeconds())).toList());
        double emulator = Statistics.median(results.stream()
                .map(one -> one.perRequest(one.emulatorCpuSeconds()))
                .toList());
        String beside =
                side.emulator() == null ? "" : "; beside it the emulator " + Report.number(emulator) + " ms/request";
        return Figure.spread(
                Part.PREDICTIONS,
                side.name() + ", concurrency " + callers,
                new Quantity(
                        Statistics.median(results.stream()
                                .map(one -> one.result().perSecond())
                                .toList()),
                        "/s"),
                spread,
                new Quantity(cpu, "ms/request"),
                results.size(),
                "0 errors; " + side.note() + beside);
    }

    private static double percentile(List<Measured> results, double share) {
        return Statistics.median(results.stream()
                .map(one -> Statistics.percentile(one.result().milliseconds(), share))
                .toList());
    }
}
