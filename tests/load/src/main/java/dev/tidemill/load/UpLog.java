package dev.tidemill.load;

import dev.tidemill.load.Figure.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of {@code localstack/up}, read from the lines that it printed: its own steps in whole seconds, those of the
 * walk in tenths. A step that was kept from before took none that were worth a line.
 */
final class UpLog {
    private static final Pattern STEP = Pattern.compile("(\\S.{0,33}?) {2,}(\\d+) s(?:  (.*))?");
    private static final Pattern LONG_STEP = Pattern.compile("(\\S.{33,}?) +(\\d+) s(?:  (.*))?");
    private static final Pattern KEPT_STEP = Pattern.compile("(\\S.{0,33}?) {2,}kept(?:  (.*))?");
    private static final Pattern WALK_STEP =
            Pattern.compile("\\d\\d:\\d\\d:\\d\\d  (done|kept) +(\\S.*?) +(\\d+\\.\\d) s(?:  (.*))?");

    private UpLog() {}

    /**
     * The steps and their sum.
     *
     * @param run which run it was, {@code first} or {@code warm}
     * @param wall seconds from the script's start to its end
     */
    static List<Figure> figures(String run, List<String> lines, double wall) {
        List<Figure> figures = new ArrayList<>();
        for (String line : lines) {
            Matcher walk = WALK_STEP.matcher(line);
            Matcher kept = KEPT_STEP.matcher(line);
            if (walk.matches()) {
                String note = walk.group(1).equals("kept") ? "kept from before, verified" : "";
                figures.add(step(run, walk.group(2), Double.parseDouble(walk.group(3)), note));
            } else if (kept.matches()) {
                figures.add(step(run, kept.group(1), 0, "kept from before"));
            } else {
                Matcher step = STEP.matcher(line);
                if (!step.matches()) {
                    step = LONG_STEP.matcher(line);
                }
                if (step.matches()) {
                    figures.add(step(run, step.group(1), Double.parseDouble(step.group(2)), ""));
                }
            }
        }
        figures.add(step(run, "all of it", wall, ""));
        return figures;
    }

    private static Figure step(String run, String what, double seconds, String note) {
        return Figure.of(Part.UP, run + ": " + what, Quantity.seconds(seconds), null, 1, note);
    }
}
