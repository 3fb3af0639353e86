package dev.tidemill.client.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Receiver operating characteristic: the rate of true positives against that of false positives, a point for each
 * distinct score. Rows with equal scores are passed at once, so their part of the curve is a straight line and the area
 * counts a tie as one half, as the Mann-Whitney statistic does.
 *
 * @param points from (0, 0) to (1, 1)
 * @param area under the curve (AUC), 0 to 1
 */
public record RocCurve(List<CurvePoint> points, double area) {
    /**
     * The curve of these scores.
     *
     * @throws dev.tidemill.client.TidemillException when all labels are the same
     */
    public static RocCurve of(Scores scores) {
        scores.needBothClasses("ROC curve");
        double positives = scores.positives();
        double negatives = scores.size() - positives;
        List<CurvePoint> points = new ArrayList<>();
        points.add(new CurvePoint(0, 0, Double.POSITIVE_INFINITY));
        int[] order = scores.descending();
        int truePositives = 0;
        int falsePositives = 0;
        double area = 0;
        for (int i = 0; i < order.length; i++) {
            if (scores.label(order[i])) {
                truePositives++;
            } else {
                falsePositives++;
            }
            double score = scores.score(order[i]);
            if (i + 1 == order.length || scores.score(order[i + 1]) != score) {
                CurvePoint last = points.getLast();
                CurvePoint point = new CurvePoint(falsePositives / negatives, truePositives / positives, score);
                area += (point.x() - last.x()) * (point.y() + last.y()) / 2;
                points.add(point);
            }
        }
        return new RocCurve(List.copyOf(points), area);
    }
}
