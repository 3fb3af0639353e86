package dev.tidemill.contract.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Finds the words of the format that are accepted by the schema and not built. */
final class LaterWords {
    private static final Set<String> BUILT_PROBLEMS = Set.of("binary", "regression");

    private LaterWords() {}

    static void find(Section root, Findings findings) {
        goal(root.get("goal"), findings);
        root.get("datasets").each(dataset -> columns(dataset, findings));
        columns(root.get("request"), findings);
        present(root.get("label"), "classes", "leave it out, with problem: binary", findings);
        training(root.get("training"), findings);
        evaluation(root.get("evaluation"), findings);
        Section capture = root.get("serving").get("capture");
        if (capture.number("share", 1) != 1) {
            findings.notYet(capture.pointer() + "/share", capture.number("share", 1), "1.0, every prediction is kept");
        }
        if (!capture.texts("personal").isEmpty()) {
            findings.notYet(capture.pointer() + "/personal", capture.texts("personal"), "an empty list");
        }
        monitoring(root.get("monitoring"), findings);
    }

    private static void goal(Section goal, Findings findings) {
        String problem = goal.text("problem", "");
        if (!BUILT_PROBLEMS.contains(problem)) {
            findings.notYet(goal.pointer() + "/problem", problem, "binary or regression");
        }
    }

    private static void columns(Section owner, Findings findings) {
        owner.get("columns").each(column -> {
            if (column.text("type", "").equals("float32")) {
                findings.notYet(column.pointer() + "/type", "float32", "double");
            }
            present(column, "shape", "leave it out; a column holds one value", findings);
        });
    }

    private static void training(Section training, Findings findings) {
        Section split = training.get("split");
        JsonNode by = split.get("by").node();
        if (by.isArray() || by.asText("").equals("group")) {
            findings.notYet(split.pointer() + "/by", by.isArray() ? by : "group", "time");
        }
        present(split, "group", "leave it out, with by: time", findings);
        present(split, "folds", "leave it out; one validation and one test part", findings);
        present(training, "folds", "leave it out; one validation and one test part", findings);
        present(training, "weight", "leave it out; every row weighs the same", findings);
        Section weights = training.get("trainer").get("class-weights");
        if (weights.exists() && !weights.node().asText("").equals("none")) {
            findings.notYet(
                    weights.pointer(),
                    weights.node().isTextual() ? weights.node().asText() : weights.node(),
                    "none");
        }
    }

    private static void evaluation(Section evaluation, Findings findings) {
        present(evaluation.get("baseline"), "seasonal-naive", "mean-by", findings);
        List<String> metrics = evaluation.texts("metrics");
        for (int i = 0; i < metrics.size(); i++) {
            if (Metrics.later().contains(metrics.get(i))) {
                findings.notYet(evaluation.pointer() + "/metrics/" + i, metrics.get(i), "another metric");
            }
        }
        evaluation.get("gates").each(gate -> {
            if (gate.text("against", "").equals("best")) {
                findings.notYet(gate.pointer() + "/against", "best", "baseline or champion");
            }
            if (Metrics.later().contains(gate.text("metric", ""))) {
                findings.notYet(gate.pointer() + "/metric", gate.text("metric", ""), "another metric");
            }
        });
    }

    private static void monitoring(Section monitoring, Findings findings) {
        Section drift = monitoring.get("drift");
        if (drift.text("reference", "training").equals("same-season")) {
            findings.notYet(drift.pointer() + "/reference", "same-season", "training");
        }
        present(monitoring.get("retrain-on"), "quality-drop", "new-labels", findings);
        present(monitoring.get("retrain-on"), "schedule", "new-labels", findings);
    }

    private static void present(Section owner, String word, String insteadOf, Findings findings) {
        if (owner.has(word)) {
            JsonNode value = owner.get(word).node();
            findings.notYet(owner.get(word).pointer(), value.isValueNode() ? value.asText() : value, insteadOf);
        }
    }
}
