package dev.tidemill.contract.project;

import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec.EvaluationSpec;
import dev.tidemill.contract.project.ProjectSpec.GateSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.ResourcesSpec;
import dev.tidemill.core.Span;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of goal, label, training, evaluation, serving and monitoring beyond the schema. */
final class ModelRules {
    /** Memory in GiB that AWS Fargate offers by virtual processors: least, greatest, step. */
    private static final Map<Double, double[]> FARGATE = Map.of(
            0.25, new double[] {0.5, 2, 0.5},
            0.5, new double[] {1, 4, 1},
            1.0, new double[] {2, 8, 1},
            2.0, new double[] {4, 16, 1},
            4.0, new double[] {8, 30, 1},
            8.0, new double[] {16, 60, 4},
            16.0, new double[] {32, 120, 8});

    private final Section root;
    private final ProjectSpec spec;
    private final Findings findings;

    ModelRules(Section root, ProjectSpec spec, Findings findings) {
        this.root = root;
        this.spec = spec;
        this.findings = findings;
    }

    void check() {
        for (String part : List.of("datasets", "request", "label", "training")) {
            if (!root.get(part).exists() || root.get(part).node().isEmpty()) {
                findings.error("/" + part, "", "'" + part + "': this problem needs it");
            }
        }
        if (spec.goal().statement().isEmpty()) {
            findings.error("/goal/statement", "", "'statement': the question that the model answers, in one sentence");
        }
        label();
        if (spec.training() != null) {
            training(spec.training());
        }
        if (spec.evaluation() != null) {
            evaluation(root.get("evaluation"), spec.evaluation());
        }
        if (spec.goal().problem() != ProjectSpec.Problem.BINARY
                && root.get("serving").has("threshold")) {
            findings.error(
                    "/serving/threshold",
                    root.get("serving").number("threshold", 0),
                    "no threshold: it is for problem: binary");
        }
    }

    private void label() {
        if (spec.label() == null) {
            return;
        }
        RequestSpec request = spec.request();
        String name = spec.label().name();
        if (request != null
                && (request.columns().containsKey(name) || request.time().equals(name))) {
            findings.error(
                    "/label/name", name, "a name that no request column has: nobody knows the label when asking");
        }
        if (spec.goal().problem() == ProjectSpec.Problem.REGRESSION
                && root.get("label").has("positive")) {
            findings.error(
                    "/label/positive",
                    root.get("label").text("positive", ""),
                    "no positive value: it is for problem: binary");
        }
    }

    private void training(ProjectSpec.TrainingSpec training) {
        Section split = root.get("training").get("split");
        if (split.text("by", "").equals("time")) {
            for (String part : List.of("validation", "test")) {
                if (!SpecMapping.isSpan(split, part)) {
                    findings.error(
                            split.pointer() + "/" + part,
                            split.text(part, ""),
                            "'" + part + "': an ISO-8601 length of time such as P1M, as the split is by time");
                }
            }
            above(split, "validation", training.split().validation());
            above(split, "test", training.split().test());
        }
        resources(training.resources());
    }

    private void above(Section owner, String key, Span span) {
        if (SpecMapping.isSpan(owner, key) && span.isZero()) {
            findings.error(owner.pointer() + "/" + key, span, "a length of time above zero");
        }
    }

    private void resources(ResourcesSpec resources) {
        if (resources.gpus() > 0) {
            return;
        }
        double[] memory = FARGATE.get(resources.vcpus());
        if (memory == null) {
            findings.error(
                    "/training/resources/vcpus",
                    resources.vcpus(),
                    "0.25, 0.5, 1, 2, 4, 8 or 16, which AWS Fargate offers");
            return;
        }
        double gib = resources.memoryMib() / 1024.0;
        if (gib < memory[0] || gib > memory[1] || (gib - memory[0]) % memory[2] != 0) {
            findings.error(
                    "/training/resources/memory",
                    root.get("training").get("resources").text("memory", "4GB"),
                    "%s to %sGB in steps of %sGB, which AWS Fargate offers with %s virtual processors"
                            .formatted(plain(memory[0]), plain(memory[1]), plain(memory[2]), plain(resources.vcpus())));
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private void evaluation(Section at, EvaluationSpec evaluation) {
        List<String> metrics = Metrics.of(spec.goal().problem());
        for (int i = 0; i < evaluation.metrics().size(); i++) {
            String metric = evaluation.metrics().get(i);
            if (at.has("metrics")
                    && !metrics.contains(metric)
                    && !Metrics.later().contains(metric)) {
                findings.error(
                        at.pointer() + "/metrics/" + i,
                        metric,
                        "a metric of this problem: " + Spelling.expected(metrics, metric));
            }
        }
        Set<String> request =
                spec.request() == null ? Set.of() : spec.request().columns().keySet();
        Set<String> groups = new LinkedHashSet<>(request);
        if (spec.training() != null) {
            groups.addAll(spec.training().inputs().all());
        }
        known(at.get("slices"), evaluation.slices(), groups);
        if (evaluation.baseline() != null && spec.training() != null) {
            known(
                    at.get("baseline").get("mean-by"),
                    evaluation.baseline().meanBy(),
                    new LinkedHashSet<>(spec.training().inputs().all()));
        }
        String cluster = evaluation.cluster();
        if (!List.of("day", "hour", "row").contains(cluster) && !request.contains(cluster)) {
            findings.error(
                    at.pointer() + "/cluster",
                    cluster,
                    "day, hour, row or a request column: " + Spelling.expected(request, cluster));
        }
        gates(at.get("gates"), evaluation);
    }

    private void known(Section at, List<String> names, Set<String> allowed) {
        for (int i = 0; i < names.size(); i++) {
            if (!allowed.contains(names.get(i))) {
                findings.error(
                        at.pointer() + "/" + i, names.get(i), "an input: " + Spelling.expected(allowed, names.get(i)));
            }
        }
    }

    private void gates(Section at, EvaluationSpec evaluation) {
        List<String> proper = Metrics.proper(spec.goal().problem());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < evaluation.gates().size(); i++) {
            GateSpec gate = evaluation.gates().get(i);
            String place = at.pointer() + "/" + i;
            if (!proper.contains(gate.metric()) && !Metrics.later().contains(gate.metric())) {
                findings.error(
                        place + "/metric",
                        gate.metric(),
                        "a score that only true answers make best: " + Spelling.expected(proper, gate.metric()));
            }
            if ((gate.betterBy() == null) == (gate.notWorseBy() == null)) {
                findings.error(
                        place + "/better-by",
                        gate.betterBy() == null ? "" : gate.betterBy(),
                        "exactly one of better-by and not-worse-by");
            }
            if (gate.against().equals("baseline") && evaluation.baseline() == null) {
                findings.error(place + "/against", "baseline", "evaluation.baseline, which is not declared");
            }
            if (!seen.add(gate.metric() + " " + gate.against())) {
                findings.error(
                        place, gate.metric() + " against " + gate.against(), "one gate for each metric and reference");
            }
        }
    }
}
