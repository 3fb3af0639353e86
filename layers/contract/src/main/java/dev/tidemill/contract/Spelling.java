package dev.tidemill.contract;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses which of some names a misspelt one was meant to be. */
public final class Spelling {
    private Spelling() {}

    /** The nearest name within a third of the length (at least 2 changes); null when none is near. */
    public static @Nullable String closest(String given, Iterable<String> names) {
        String word = plain(given);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = distance(word, plain(name));
            int most = Math.min(Math.max(2, word.length() / 3), Math.max(1, name.length() - 2));
            if (distance <= most && distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    /**
     * What was expected in place of an unknown name, in words: a guess at what was meant, and the names there are.
     *
     * @param allowed the names there are, in the order to tell them
     */
    public static String expected(Iterable<String> allowed, String given) {
        String guess = closest(given, allowed);
        String all = String.join(", ", allowed);
        if (guess != null) {
            return "did you mean '" + guess + "'? Known: " + all;
        }
        return all.isEmpty() ? "nothing: there is none" : "one of " + all;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    /** Least number of insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
