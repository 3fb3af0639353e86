package dev.tidemill.kernel;

import dev.tidemill.client.Execution;
import dev.tidemill.client.MetricPoint;
import dev.tidemill.client.ProgressListener;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Shows how an execution goes, in one place that is written anew: the states it went through as a row of boxes, the
 * metric curves of a training, the newest line of the log and the time so far; at the end what came of it.
 */
final class LiveProgress implements ProgressListener {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 90;
    private static final String[] STROKES = {"#4C78A8", "#F58518", "#54A24B", "#E45756"};

    private final Output output;
    private final String place;
    private final String address;

    /**
     * @param place where it is shown; another one for each wait, so that an earlier cell keeps what it showed
     * @param address of the API, for links
     */
    LiveProgress(Output output, String place, String address) {
        this.output = output;
        this.place = place;
        this.address = address;
    }

    @Override
    public boolean wantsDetails() {
        return true;
    }

    @Override
    public void onProgress(Progress progress) {
        Execution execution = progress.execution();
        String seconds = String.format(Locale.ROOT, "%.1f s", progress.elapsed().toMillis() / 1000.0);
        StringBuilder html = new StringBuilder("<div style=\"line-height:1.9\"><b>")
                .append(HtmlTable.escaped(execution.kind() + " " + execution.id()))
                .append("</b> ")
                .append(mark(execution))
                .append(' ')
                .append(HtmlTable.escaped(execution.status() + ", " + seconds))
                .append(boxes(progress.states(), execution))
                .append(curves(progress.curves()));
        if (!progress.lastLine().isEmpty() && execution.isRunning()) {
            html.append("<div style=\"opacity:.7;font-family:monospace;font-size:90%;white-space:pre-wrap\">")
                    .append(HtmlTable.escaped(shortened(progress.lastLine())))
                    .append("</div>");
        }
        if (!execution.isRunning()) {
            html.append(ending(execution));
        }
        String text = execution.kind() + " " + execution.id() + ": " + execution.status() + ", " + seconds + " "
                + String.join(" > ", progress.states());
        output.show(place, html.append("</div>").toString(), text);
    }

    private static String mark(Execution execution) {
        return switch (execution.status()) {
            case "SUCCEEDED" -> "<span style=\"color:#2e9e44\">&#10003;</span>";
            case "FAILED" -> "<span style=\"color:#d64545\">&#10007;</span>";
            case "CANCELLED" -> "<span style=\"color:#d08700\">&#9632;</span>";
            default -> "<span style=\"color:#4C78A8\">&#9679;</span>";
        };
    }

    private static String boxes(List<String> states, Execution execution) {
        StringBuilder boxes = new StringBuilder("<div>");
        for (int i = 0; i < states.size(); i++) {
            boolean now = i == states.size() - 1 && execution.isRunning();
            if (i > 0) {
                boxes.append("<span style=\"opacity:.5\"> &#8594; </span>");
            }
            boxes.append("<span style=\"border:1px solid currentColor;border-radius:4px;padding:1px 8px;")
                    .append(now ? "font-weight:bold;border-color:#4C78A8;border-width:2px" : "opacity:.75")
                    .append("\">")
                    .append(HtmlTable.escaped(states.get(i)))
                    .append(now ? " &#8230;" : " &#10003;")
                    .append("</span>");
        }
        return boxes.append("</div>").toString();
    }

    private static String curves(Map<String, List<MetricPoint>> curves) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        long last = 1;
        for (List<MetricPoint> points : curves.values()) {
            for (MetricPoint point : points) {
                low = Math.min(low, point.value());
                high = Math.max(high, point.value());
                last = Math.max(last, point.step());
            }
        }
        if (curves.isEmpty() || !Double.isFinite(low) || !Double.isFinite(high)) {
            return "";
        }
        double span = high > low ? high - low : 1;
        StringBuilder svg = new StringBuilder("<div style=\"display:flex;gap:14px;align-items:center\"><svg width=\"")
                .append(WIDTH)
                .append("\" height=\"")
                .append(HEIGHT)
                .append("\" role=\"img\" aria-label=\"metrics by round\" style=\"border-left:1px solid #8888;"
                        + "border-bottom:1px solid #8888\">");
        StringBuilder legend = new StringBuilder("<div style=\"font-size:90%;line-height:1.5\">round ").append(last);
        int i = 0;
        for (Map.Entry<String, List<MetricPoint>> curve : curves.entrySet()) {
            StringJoiner path = new StringJoiner(" ");
            for (MetricPoint point : curve.getValue()) {
                path.add(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        2 + (WIDTH - 4) * (double) point.step() / last,
                        2 + (HEIGHT - 4) * (high - point.value()) / span));
            }
            String stroke = STROKES[i++ % STROKES.length];
            svg.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"")
                    .append(stroke)
                    .append("\" points=\"")
                    .append(path)
                    .append("\"/>");
            legend.append("<br><span style=\"color:")
                    .append(stroke)
                    .append("\">&#9644;</span> ")
                    .append(HtmlTable.escaped(curve.getKey()))
                    .append(' ')
                    .append(String.format(
                            Locale.ROOT, "%.4f", curve.getValue().getLast().value()));
        }
        return svg.append("</svg>").append(legend).append("</div></div>").toString();
    }

    private String ending(Execution execution) {
        String base = HtmlTable.escaped(address + "/v1/executions/" + execution.id());
        return "<div style=\"opacity:.8;font-size:90%\"><a href=\"" + base
                + "\" target=\"_blank\">record</a> &#183; <a href=\""
                + base + "/history\" target=\"_blank\">history</a> &#183; <a href=\"" + base
                + "/logs\" target=\"_blank\">log</a></div>";
    }

    private static String shortened(String line) {
        return line.length() > 160 ? line.substring(0, 159) + "…" : line;
    }
}
