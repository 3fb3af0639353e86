package dev.tidemill.aws.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Requests that wait for the network side by side. */
final class Parallel {
    private static final int THREADS = 16;

    private Parallel() {}

    /** Applies a function to each element, a few at a time, and gives the results in the elements' order. */
    static <T, R> List<R> map(Collection<T> elements, Function<T, R> function) {
        if (elements.size() < 2) {
            return elements.stream().map(function).toList();
        }
        List<Future<R>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(THREADS, elements.size()), Thread.ofVirtual().factory())) {
            elements.forEach(element -> futures.add(threads.submit(() -> function.apply(element))));
        }
        List<R> results = new ArrayList<>();
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }
}
