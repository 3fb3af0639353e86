package dev.tidemill.lifecycle;

import dev.tidemill.client.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures of results, in words for a line. */
final class Figures {
    private Figures() {}

    static String seconds(Duration span) {
        return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String metric(Document value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.number()) : "–";
    }

    private static String percent(Document value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f%%", 100 * value.number()) : "–";
    }

    /** One line for each gate: decision, what was compared, and the interval of the improvement. */
    static List<String> gates(List<Document> gates) {
        return gates.stream().map(Figures::gate).toList();
    }

    private static String gate(Document gate) {
        String compared = gate.at("improvement").isNumber()
                ? String.format(
                        Locale.ROOT,
                        "%s against %s, better by %s [%s, %s] at %.0f%%, required %s, on %s rows of %s clusters",
                        metric(gate.at("model")),
                        metric(gate.at("reference")),
                        percent(gate.at("improvement")),
                        percent(gate.at("lower")),
                        percent(gate.at("upper")),
                        100 * gate.at("confidence").number(),
                        percent(gate.at("required")),
                        count(gate.at("rows").integer(0)),
                        count(gate.at("clusters").integer(0)))
                : gate.at("reason").text("");
        return "gate " + gate.at("metric").text("") + " against "
                + gate.at("against").text("") + ": " + gate.at("decision").text("") + "; " + compared;
    }

    /** How often each text occurs anywhere in a document, such as a feature status. */
    static String tally(List<Document> documents) {
        Map<String, Long> counts = new TreeMap<>();
        documents.forEach(document -> tally(document, counts));
        List<String> words = new ArrayList<>();
        counts.forEach((word, times) -> words.add(count(times) + " " + word));
        return String.join(", ", words);
    }

    private static void tally(Document document, Map<String, Long> counts) {
        if (document.isObject()) {
            document.fields().values().forEach(field -> tally(field, counts));
        } else if (document.isArray()) {
            document.elements().forEach(element -> tally(element, counts));
        } else if (document.isPresent()) {
            counts.merge(document.text(), 1L, Long::sum);
        }
    }

    /** One line for each channel of a monitoring report: what drifted, and quality by labels. */
    static List<String> channels(Document report) {
        List<String> lines = new ArrayList<>();
        for (Document channel : report.at("channels").elements()) {
            String name = channel.at("channel").text("");
            lines.add(name + ": " + count(channel.at("predictions").integer(0)) + " predictions, "
                    + channel.at("drift").text("") + drifted(channel));
            Document quality = channel.at("quality");
            lines.add(name + ": quality " + quality.at("decision").text("") + " on "
                    + count(quality.at("rows").integer(0)) + " labelled" + metrics(quality.at("metrics")));
        }
        return lines;
    }

    private static String drifted(Document channel) {
        List<String> words = new ArrayList<>();
        for (Document feature : channel.at("features").elements()) {
            if (feature.at("decision").text("").equals("drift")) {
                Document test = feature.at("values").isObject() ? feature.at("values") : feature.at("missing");
                words.add(feature.at("name").text("") + " (" + test.at("test").text("") + " "
                        + metric(test.at("statistic")) + ")");
            }
        }
        return words.isEmpty() ? "" : " in " + String.join(", ", words);
    }

    private static String metrics(Document metrics) {
        StringBuilder words = new StringBuilder();
        for (Document metric : metrics.elements()) {
            words.append(", ").append(metric.at("metric").text("")).append(' ').append(metric(metric.at("value")));
            if (metric.at("test").isNumber()) {
                words.append(" (test ").append(metric(metric.at("test"))).append(')');
            }
        }
        return words.toString();
    }

    /** A percentile of latencies, by the nearest rank. */
    static Duration percentile(List<Duration> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }
}
