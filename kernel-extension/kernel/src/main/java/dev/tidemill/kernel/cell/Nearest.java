package dev.tidemill.kernel.cell;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what was probably meant by a word that does not exist. */
public final class Nearest {
    private static final int MAX = 3;

    private Nearest() {}

    /**
     * @param known the words that exist
     * @return up to three, joined by "or", the nearest first; empty when none is near
     */
    public static String of(String word, Collection<String> known) {
        int limit = Math.max(1, word.length() / 3);
        List<String> near = known.stream()
                .distinct()
                .filter(each -> distance(word, each) <= limit
                        || (word.length() >= 3
                                && each.toLowerCase(Locale.ROOT).startsWith(word.toLowerCase(Locale.ROOT))))
                .sorted(Comparator.<String>comparingInt(each -> distance(word, each))
                        .thenComparing(each -> each))
                .limit(MAX)
                .toList();
        return near.stream().collect(Collectors.joining(" or "));
    }

    // Levenshtein's distance with the swap of two neighbours as one step; capitals do not count.
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(Math.min(steps[i - 1][j], steps[i][j - 1]) + 1, steps[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                steps[i][j] = swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
            }
        }
        return steps[a.length()][b.length()];
    }
}
