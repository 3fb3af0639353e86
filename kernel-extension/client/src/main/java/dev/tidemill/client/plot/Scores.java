package dev.tidemill.client.plot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Scores of a classifier and what came true. Immutable: the arrays are copied; equal by content.
 */
public final class Scores {
    private final double[] scores;
    private final boolean[] labels;

    private Scores(double[] scores, boolean[] labels) {
        this.scores = scores;
        this.labels = labels;
    }

    /**
     * Scores and labels of the same rows.
     *
     * @param scores finite; a higher score means that the label is more likely true
     * @param labels as many as there are scores, at least one
     * @throws dev.tidemill.client.TidemillException when the lengths differ, there are none, or a score is not finite
     */
    public static Scores of(double[] scores, boolean[] labels) {
        if (scores.length != labels.length) {
            throw Inputs.refused("There are " + scores.length + " scores and " + labels.length
                    + " labels: each score needs its label.");
        }
        if (scores.length == 0) {
            throw Inputs.refused("There are no scores: a curve needs at least one score and its label.");
        }
        Inputs.finite(scores, "scores");
        return new Scores(scores.clone(), labels.clone());
    }

    public int size() {
        return scores.length;
    }

    /** How many labels are true. */
    public int positives() {
        return (int) IntStream.range(0, labels.length).filter(i -> labels[i]).count();
    }

    double score(int row) {
        return scores[row];
    }

    boolean label(int row) {
        return labels[row];
    }

    /** Row numbers from the highest score to the lowest, equal scores in the order they were given in. */
    int[] descending() {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    void needBothClasses(String curve) {
        int positives = positives();
        if (positives == 0 || positives == labels.length) {
            throw Inputs.refused("The " + curve + " needs labels of both classes: all " + labels.length + " are "
                    + (positives > 0) + ".");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scores that && Arrays.equals(scores, that.scores) && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(scores) + Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return "Scores[" + scores.length + ", " + positives() + " true]";
    }
}
