package dev.tidemill.learning;

import dev.tidemill.contract.model.GateResult;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.project.ProjectSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the model card of a version (Mitchell et al. 2019): what it is for, of what it was made, how good it is. */
public final class ModelCard {
    private static final int INPUTS = 15;

    private ModelCard() {}

    /**
     * The card in Markdown.
     *
     * @param record of the version; its own card is not read
     * @param report of the test rows
     * @param baseline metrics of the baseline on the same rows; empty without one
     * @param columns names of the encoded columns
     * @param importance total gain by column; empty for a model that is no trees, and then left out
     */
    public static String write(
            ProjectSpec spec,
            ModelManifest record,
            Evaluation.Report report,
            Map<String, Double> baseline,
            List<String> columns,
            Map<Integer, Double> importance) {
        StringBuilder card = new StringBuilder();
        card.append("# ").append(record.model()).append("\n\n");
        card.append(spec.goal().statement()).append("\n\n");
        card.append("| | |\n|-|-|\n");
        row(card, "Problem", record.problem());
        spec.goal().owners().forEach((role, owner) -> row(card, "Owner, " + role, owner));
        row(card, "Project and revision", record.project() + ", " + record.revision());
        row(
                card,
                "Source commit",
                record.commit() == null
                        ? "under no version control"
                        : record.commit() + (record.dirty() ? ", changed" : ""));
        row(card, "Training execution", record.executionId());
        row(card, "Tracked run", record.runId());
        row(card, "Data as of", record.asOf().toString());
        row(card, "Label cut-off", record.cutOff().toString());
        row(
                card,
                "Rows",
                record.trainingRows() + " training, " + record.validationRows() + " validation, " + record.testRows()
                        + " test");
        row(card, "Training set (SHA-256)", record.trainingSetSha256());
        row(card, "Bundle (SHA-256)", record.bundleSha256());
        card.append("\n## Data\n\n| dataset | snapshot | rows | ingestions |\n|-|-|-|-|\n");
        record.data()
                .forEach((dataset, pin) -> card.append("| ")
                        .append(dataset)
                        .append(" | ")
                        .append(pin.snapshotId())
                        .append(" | ")
                        .append(pin.rows())
                        .append(" | ")
                        .append(pin.ingestionIds().size())
                        .append(" |\n"));
        metrics(card, report, baseline);
        gates(card, record);
        inputs(card, columns, importance);
        card.append("\n## How it was made\n\n| setting | value |\n|-|-|\n");
        record.params().forEach((name, value) -> row(card, name, value));
        ModelManifest.Environment environment = record.environment();
        row(card, "JVM", environment.jvm());
        row(card, "System", environment.os() + ", " + environment.arch() + ", " + environment.cpu());
        environment.libraries().forEach((name, version) -> row(card, name, version));
        card.append("\n## Limits\n\nIt was measured on the ")
                .append(record.testRows())
                .append(" test rows above and on no others. Rows predicted long after the label cut-off may be unlike")
                .append(" them; the monitoring reports say how far. Bits are promised on ")
                .append(environment.arch())
                .append(" only.\n");
        return card.toString();
    }

    private static void metrics(StringBuilder card, Evaluation.Report report, Map<String, Double> baseline) {
        card.append("\n## Quality on the test rows\n\n| metric | model | baseline |\n|-|-|-|\n");
        report.metrics()
                .forEach((name, value) -> card.append("| ")
                        .append(name)
                        .append(" | ")
                        .append(number(value))
                        .append(" | ")
                        .append(baseline.containsKey(name) ? number(baseline.getOrDefault(name, Double.NaN)) : "")
                        .append(" |\n"));
        report.slices().forEach((column, values) -> {
            card.append("\n### By ")
                    .append(column)
                    .append("\n\n| ")
                    .append(column)
                    .append(" | rows");
            report.metrics().keySet().forEach(name -> card.append(" | ").append(name));
            card.append(" |\n|-|-").append("|-".repeat(report.metrics().size())).append("|\n");
            values.forEach((value, slice) -> {
                card.append("| ").append(escaped(value)).append(" | ").append(slice.rows());
                slice.metrics().values().forEach(m -> card.append(" | ").append(number(m)));
                card.append(" |\n");
            });
        });
    }

    private static void gates(StringBuilder card, ModelManifest record) {
        card.append("\n## Gates: ").append(record.decision()).append("\n\n");
        if (record.gates().isEmpty()) {
            card.append("None declared.\n");
        }
        for (GateResult gate : record.gates()) {
            card.append("- **")
                    .append(gate.decision())
                    .append("**: ")
                    .append(gate.reason())
                    .append('\n');
        }
    }

    private static void inputs(StringBuilder card, List<String> columns, Map<Integer, Double> importance) {
        if (importance.isEmpty()) {
            return;
        }
        card.append("\n## Columns that split most\n\n| column | share of gain |\n|-|-|\n");
        double total =
                importance.values().stream().mapToDouble(Double::doubleValue).sum();
        importance.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(INPUTS)
                .forEach(entry -> row(
                        card,
                        columns.get(entry.getKey()),
                        String.format(Locale.ROOT, "%.1f%%", 100 * entry.getValue() / total)));
    }

    private static void row(StringBuilder card, String name, String value) {
        card.append("| ")
                .append(escaped(name))
                .append(" | ")
                .append(escaped(value))
                .append(" |\n");
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.5f", value);
    }
}
