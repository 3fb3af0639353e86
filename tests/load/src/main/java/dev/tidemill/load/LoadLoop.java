package dev.tidemill.load;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** A closed loop: so many callers, each of which sends its next request when the one before is answered. */
final class LoadLoop {
    private final Http http;

    LoadLoop(Http http) {
        this.http = http;
    }

    /**
     * What the callers saw.
     *
     * @param seconds from the begin to the last answer
     * @param milliseconds of each request that was answered rightly
     * @param errors requests answered wrongly or not at all
     * @param firstError what the first of them was; empty when there was none
     */
    record Result(double seconds, List<Double> milliseconds, int errors, String firstError) {
        double perSecond() {
            return milliseconds.size() / seconds;
        }
    }

    /**
     * Sends requests for a time.
     *
     * @param callers how many at the same time
     * @param requests by a number that counts up in each caller, beginning elsewhere in each
     * @param right tells a right answer
     */
    Result run(int callers, Duration time, IntFunction<HttpRequest> requests, Predicate<HttpResponse<String>> right) {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Future<Result>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                int first = caller * 1000;
                futures.add(threads.submit(() -> call(first, end, requests, right)));
            }
        }
        List<Double> milliseconds = new ArrayList<>();
        int errors = 0;
        String firstError = "";
        for (Future<Result> future : futures) {
            Result result = of(future);
            milliseconds.addAll(result.milliseconds());
            errors += result.errors();
            firstError = firstError.isEmpty() ? result.firstError() : firstError;
        }
        return new Result((System.nanoTime() - begin) / 1e9, milliseconds, errors, firstError);
    }

    private Result call(int first, long end, IntFunction<HttpRequest> requests, Predicate<HttpResponse<String>> right)
            throws InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        int errors = 0;
        String firstError = "";
        for (int number = first; System.nanoTime() < end; number++) {
            long begin = System.nanoTime();
            String error = "";
            try {
                HttpResponse<String> answer = http.send(requests.apply(number));
                if (!right.test(answer)) {
                    error = answer.statusCode() + " " + answer.body();
                }
            } catch (IOException e) {
                error = e.toString();
            }
            if (error.isEmpty()) {
                milliseconds.add((System.nanoTime() - begin) / 1e6);
            } else {
                errors++;
                firstError = firstError.isEmpty() ? error : firstError;
            }
        }
        return new Result(0, milliseconds, errors, firstError);
    }

    private static Result of(Future<Result> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new MeasurementException("a caller failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeasurementException("interrupted", e);
        }
    }
}
