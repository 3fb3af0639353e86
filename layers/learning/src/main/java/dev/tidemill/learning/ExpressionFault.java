package dev.tidemill.learning;

import dev.cel.common.CelIssue;
import dev.tidemill.core.failure.Problem;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words a compiler's complaint so that it shows the place and suggests the fix. */
final class ExpressionFault {
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']+)'");
    private static final Pattern NO_OVERLOAD = Pattern.compile("no matching overload for '([^']+)' applied to '(.*)'");

    private ExpressionFault() {}

    static Problem.Detail detail(String place, String expression, CelIssue issue, Collection<String> names) {
        int column = issue.getSourceLocation().getColumn();
        String at = place + ", line " + issue.getSourceLocation().getLine() + ", column " + (column + 1);
        return new Problem.Detail(at, expression, issue.getMessage() + hint(issue.getMessage(), names));
    }

    private static String hint(String message, Collection<String> names) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.find()) {
            String unknown = undeclared.group(1);
            return nearest(unknown, names)
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse("; an expression may name request columns, request.time, view.feature and on-demand"
                            + " features declared before it: " + String.join(", ", names));
        }
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.find()) {
            String arguments = overload.group(2);
            if (arguments.contains("null")) {
                return "; null can only be compared by == and !=, with a name on the other side";
            }
            if (arguments.contains("string") && (arguments.contains("int") || arguments.contains("double"))) {
                return "; convert with string(...), int(...) or double(...)";
            }
            if (overload.group(1).equals("_?_:_")) {
                return "; both branches must have one type: write 1.0 for 1, or double(...)";
            }
            if (overload.group(1).startsWith("get")) {
                return "; getHours, getDayOfWeek, getMonth and the like take a timestamp and a zone such as"
                        + " 'America/New_York'";
            }
        }
        return "";
    }

    private static Optional<String> nearest(String unknown, Collection<String> names) {
        int limit = Math.max(1, unknown.length() / 3);
        return names.stream()
                .filter(name -> distance(unknown, name) <= limit)
                .min((a, b) -> Integer.compare(distance(unknown, a), distance(unknown, b)));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[b.length()];
    }
}
