package dev.tidemill.client.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Precision against recall, a point for each distinct score from the highest down. Rows with equal scores are passed at
 * once.
 *
 * @param points by growing recall; the last has recall 1 and the share of true labels as its precision
 * @param averagePrecision the sum over the points of the recall gained times the precision there, without
 *     interpolation, 0 to 1
 * @param baseRate share of true labels: the precision of a classifier that knows nothing
 */
public record PrecisionRecallCurve(List<CurvePoint> points, double averagePrecision, double baseRate) {
    /**
     * The curve of these scores.
     *
     * @throws dev.tidemill.client.TidemillException when all labels are the same
     */
    public static PrecisionRecallCurve of(Scores scores) {
        scores.needBothClasses("precision-recall curve");
        double positives = scores.positives();
        List<CurvePoint> points = new ArrayList<>();
        int[] order = scores.descending();
        int truePositives = 0;
        double recall = 0;
        double average = 0;
        for (int i = 0; i < order.length; i++) {
            truePositives += scores.label(order[i]) ? 1 : 0;
            double score = scores.score(order[i]);
            if (i + 1 == order.length || scores.score(order[i + 1]) != score) {
                double precision = truePositives / (i + 1.0);
                average += (truePositives / positives - recall) * precision;
                recall = truePositives / positives;
                points.add(new CurvePoint(recall, precision, score));
            }
        }
        return new PrecisionRecallCurve(List.copyOf(points), average, positives / scores.size());
    }
}
