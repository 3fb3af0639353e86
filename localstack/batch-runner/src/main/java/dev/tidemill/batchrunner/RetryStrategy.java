package dev.tidemill.batchrunner;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * AWS Batch's rules for failed attempts.
 *
 * @param attempts most attempts, 1 to 10
 * @param rules read in order; the first that matches decides
 * @see <a href="https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html">EvaluateOnExit</a>
 */
public record RetryStrategy(int attempts, List<Rule> rules) {
    /** One attempt and no rules, Batch's default. */
    public static final RetryStrategy ONCE = new RetryStrategy(1, List.of());

    /** Checks the number and copies the rules. */
    public RetryStrategy {
        if (attempts < 1 || attempts > 10) {
            throw new IllegalArgumentException("retryStrategy.attempts is " + attempts + ": expected 1 to 10");
        }
        rules = List.copyOf(rules);
    }

    /**
     * One condition; a part that is null matches everything, a pattern may end in {@code *}.
     *
     * @param onExitCode pattern of the exit code
     * @param onReason pattern of the container's reason
     * @param onStatusReason pattern of the attempt's status reason
     * @param retry true for RETRY, false for EXIT
     */
    public record Rule(
            @Nullable String onExitCode,
            @Nullable String onReason,
            @Nullable String onStatusReason,
            boolean retry) {

        boolean matches(@Nullable Integer exitCode, @Nullable String reason, @Nullable String statusReason) {
            return fits(onExitCode, exitCode == null ? null : exitCode.toString())
                    && fits(onReason, reason)
                    && fits(onStatusReason, statusReason);
        }

        private static boolean fits(@Nullable String pattern, @Nullable String value) {
            if (pattern == null) {
                return true;
            }
            if (value == null) {
                return false;
            }
            return pattern.endsWith("*")
                    ? value.startsWith(pattern.substring(0, pattern.length() - 1))
                    : value.equals(pattern);
        }
    }

    /** True when another attempt shall follow; an attempt that no rule matches is repeated while attempts are left. */
    boolean retries(
            int attemptsMade, @Nullable Integer exitCode, @Nullable String reason, @Nullable String statusReason) {
        if (attemptsMade >= attempts) {
            return false;
        }
        return rules.stream()
                .filter(rule -> rule.matches(exitCode, reason, statusReason))
                .findFirst()
                .map(Rule::retry)
                .orElse(true);
    }
}
