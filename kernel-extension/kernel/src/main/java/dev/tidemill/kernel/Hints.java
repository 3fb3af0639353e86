package dev.tidemill.kernel;

import dev.tidemill.client.TidemillException;
import dev.tidemill.client.engine.EngineException;
import dev.tidemill.kernel.cell.Sentences;
import dev.tidemill.kernel.magic.MagicError;
import org.jspecify.annotations.Nullable;

/** What Tidemill's own failures say in a cell: their sentence, and what to do next. */
final class Hints implements Sentences {
    @Override
    public @Nullable String of(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof MagicFailure || thrown instanceof MagicError || thrown instanceof EngineException) {
            return message;
        }
        return thrown instanceof TidemillException failure ? sentence(failure) : null;
    }

    private static String sentence(TidemillException failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        String hint = hint(failure);
        if (!hint.isEmpty()) {
            text.append('\n').append(hint);
        }
        String correlation = failure.correlationId();
        if (correlation != null && failure.status() >= 500) {
            text.append("\nFind it in the logs by its correlation id ").append(correlation);
        }
        return text.toString();
    }

    private static String hint(TidemillException failure) {
        return switch (failure.code()) {
            case "INTERRUPTED" ->
                "Is it to end there too? %mlops cancel cancels it; %mlops executions ID follows it again.";
            case "TIMED_OUT" -> "It goes on in the cloud: %mlops executions shows how it stands.";
            case "UNREACHABLE" -> "%mlops status shows the address that is used, %mlops connect URL sets another.";
            case "UNEXPECTED_ANSWER" ->
                "Is this the address of a Tidemill API of this version? %mlops status shows both, %mlops connect URL sets another.";
            case "UNAUTHORIZED", "FORBIDDEN", "UNAUTHENTICATED" ->
                "%mlops status shows as whom you are connected; %mlops connect URL takes other credentials.";
            case "NOT_FOUND" -> "%mlops status lists what there is.";
            default -> "";
        };
    }
}
