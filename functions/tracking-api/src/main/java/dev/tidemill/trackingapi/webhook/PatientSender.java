package dev.tidemill.trackingapi.webhook;

import dev.tidemill.core.webhook.Webhook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends a message up to four times, after pauses of 1, 2 and 4 s, while a receiver cannot be reached or answers with
 * status 429 or 500 and above: the times and reasons of MLflow's own sender. Safe for use by several threads.
 */
public final class PatientSender {
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private final WebhookSender sender;
    private final Consumer<Duration> pause;
    private final Duration patience;
    private final InstantSource clock;

    /**
     * Over a sender.
     *
     * @param pause waits so long
     * @param patience time from the first attempt after which none is added
     */
    public PatientSender(WebhookSender sender, Consumer<Duration> pause, Duration patience, InstantSource clock) {
        this.sender = sender;
        this.pause = pause;
        this.patience = patience;
        this.clock = clock;
    }

    /** Why the last attempt failed, and whether another may succeed soon. */
    private record Failure(String reason, boolean passing) {}

    /** Empty when the webhook was told, else why it was not. */
    Optional<String> send(Webhook webhook, Message message) {
        Instant end = clock.instant().plus(patience);
        Optional<Failure> failure = attempt(webhook, message);
        for (Duration wait : PAUSES) {
            if (failure.isEmpty()
                    || !failure.get().passing()
                    || !clock.instant().plus(wait).isBefore(end)) {
                break;
            }
            pause.accept(wait);
            failure = attempt(webhook, message);
        }
        return failure.map(Failure::reason);
    }

    private Optional<Failure> attempt(Webhook webhook, Message message) {
        try {
            int status = sender.send(webhook, message).status();
            return status / 100 == 2
                    ? Optional.empty()
                    : Optional.of(new Failure("answered with status " + status, status == 429 || status >= 500));
        } catch (Destination.Unresolved | IOException unreachable) {
            return Optional.of(new Failure(text(unreachable), true));
        } catch (Destination.Refused | RuntimeException refused) {
            return Optional.of(new Failure(text(refused), false));
        }
    }

    private static String text(Exception failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
