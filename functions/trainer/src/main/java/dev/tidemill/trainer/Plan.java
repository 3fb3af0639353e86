package dev.tidemill.trainer;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.EvaluationSpec;
import dev.tidemill.contract.project.ProjectSpec.LabelSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.ServingSpec;
import dev.tidemill.contract.project.ProjectSpec.TrainingSpec;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.learning.OnDemandFeatures;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parts of a project that a training needs, all of them there. */
record Plan(
        ProjectSpec spec,
        RequestSpec request,
        LabelSpec label,
        TrainingSpec training,
        EvaluationSpec evaluation,
        ServingSpec serving) {
    /**
     * @throws ProblemException {@code NOTHING_TO_TRAIN} naming the part that the project lacks
     */
    static Plan of(ProjectSpec spec) {
        return new Plan(
                spec,
                required(spec, spec.request(), "request"),
                required(spec, spec.label(), "label"),
                required(spec, spec.training(), "training"),
                required(spec, spec.evaluation(), "evaluation"),
                required(spec, spec.serving(), "serving"));
    }

    ProjectSpec.Problem problem() {
        return spec.goal().problem();
    }

    /** Threads of XGBoost and DuckDB: as many as the resources ask for, so that bits do not depend on the machine. */
    int threads() {
        return (int) Math.max(1, Math.floor(training.resources().vcpus()));
    }

    /** Names of the values that are kept of each row. */
    Set<String> keptNames() {
        Set<String> names = new LinkedHashSet<>(training.inputs().all());
        ProjectSpec.BaselineSpec baseline = evaluation.baseline();
        if (baseline != null) {
            names.addAll(baseline.meanBy());
        }
        names.addAll(evaluation.slices());
        names.add(request.time());
        if (!Set.of("day", "hour", "row").contains(evaluation.cluster())) {
            names.add(evaluation.cluster());
        }
        return names;
    }

    /** Full names of what the model or an on-demand expression reads; view features are those with a dot. */
    Set<String> read() {
        Set<String> names = new LinkedHashSet<>(training.inputs().all());
        names.addAll(OnDemandFeatures.viewFeatures(spec));
        return names;
    }

    /** What is logged as params. */
    Map<String, String> params(Map<String, Object> trainer) {
        Map<String, String> params = new TreeMap<>();
        trainer.forEach((name, value) -> params.put(name, String.valueOf(value)));
        params.put("algorithm", training.trainer().algorithm());
        params.put("rounds", Integer.toString(training.trainer().rounds()));
        params.put("early_stopping", Integer.toString(training.trainer().earlyStopping()));
        params.put("split.validation", training.split().validation().toString());
        params.put("split.test", training.split().test().toString());
        params.put("inputs", String.join(",", training.inputs().all()));
        return params;
    }

    /** What is logged as params of a model of the reader's own. */
    Map<String, String> ownParams() {
        Map<String, String> params = new TreeMap<>();
        params.put("algorithm", "own");
        params.put("split.validation", training.split().validation().toString());
        params.put("split.test", training.split().test().toString());
        params.put("inputs", String.join(",", training.inputs().all()));
        return params;
    }

    private static <T> T required(ProjectSpec spec, @Nullable T part, String name) {
        if (part == null) {
            throw new ProblemException(
                    "NOTHING_TO_TRAIN",
                    "Project " + spec.project() + " declares no " + name + " in project.yaml, which a training needs.");
        }
        return part;
    }
}
