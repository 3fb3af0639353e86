package dev.tidemill.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs blocking calls on threads of their own. */
final class Calls {
    private Calls() {}

    /** Starts a call that gives nothing. */
    static CompletableFuture<Void> run(Runnable call) {
        return start(() -> {
            call.run();
            return null;
        });
    }

    /** Starts a call; cancelling the future interrupts it. */
    // Whatever ends the call is the future's to tell.
    @SuppressWarnings({"CatchingUnchecked", "FutureReturnValueIgnored"})
    static <T extends @Nullable Object> CompletableFuture<T> start(Supplier<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("tidemill-call").unstarted(() -> {
            try {
                future.complete(call.get());
            } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
            }
        });
        future.whenComplete((result, failure) -> {
            if (future.isCancelled()) {
                thread.interrupt();
            }
        });
        thread.start();
        return future;
    }
}
