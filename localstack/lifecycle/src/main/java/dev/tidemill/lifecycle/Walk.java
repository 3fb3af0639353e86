package dev.tidemill.lifecycle;

import dev.tidemill.client.DatasetInfo;
import dev.tidemill.client.Document;
import dev.tidemill.client.PushedRevision;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.lifecycle.AfterwardsStage.Started;
import dev.tidemill.lifecycle.DataStage.Ingested;
import dev.tidemill.lifecycle.Steps.Done;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The life of a project, in the order of its data's own time. */
final class Walk {
    private final TidemillClient tidemill;
    private final Options options;
    private final Steps steps;
    private final InstantSource clock;
    private final History.Rest rest;

    Walk(TidemillClient tidemill, Options options, Steps steps, InstantSource clock, History.Rest rest) {
        this.tidemill = tidemill;
        this.options = options;
        this.steps = steps;
        this.clock = clock;
        this.rest = rest;
    }

    /**
     * Walks it all and prints each step, the table and what to try next.
     *
     * @throws WalkException when a step did not do what it says
     */
    void run() {
        WalkPlan plan = WalkPlan.read(options.project());
        WalkPlan.Slice slice = plan.slice(options.slice());
        Context context = context(plan, slice);
        DataStage data = new DataStage(context);
        ModelStage models = new ModelStage(context);
        AfterwardsStage afterwards = new AfterwardsStage(context);

        data.ingest(plan.history().ingest(), plan.history().export());
        data.materialize(plan.history().instant());
        int version = models.train(plan.history().instant());
        models.deploy(version);

        Instant replayed = plan.replay().instant();
        Ingested known =
                labelled(data.ingest(plan.replay().ingest(), plan.replay().export()), plan);
        data.materialize(replayed);
        OnlineStage.Predicted predicted = new OnlineStage(context).predict(replayed);
        Path requests = context.data()
                .files(plan.batch().requests(), plan.batch().export())
                .getFirst();
        models.score(requests, version);
        afterwards.monitoring("monitoring starts by itself", known);

        Ingested outcomes =
                labelled(data.ingest(plan.outcomes().ingest(), plan.outcomes().export()), plan);
        Started monitoring = afterwards.monitoring("monitoring with outcomes", outcomes);
        Started retraining = afterwards.retrainingBegun(monitoring);
        afterwards.onceOnly(monitoring, retraining);
        afterwards.retrained(retraining);
        afterwards.lineage(predicted.firstId());

        steps.table();
        steps.section("Try next", next(context.model(), predicted));
    }

    private Context context(WalkPlan plan, WalkPlan.Slice slice) {
        Map<String, Object> settings = new LinkedHashMap<>(slice.settings());
        settings.putAll(options.settings());
        PushedRevision pushed = steps.step("push " + options.project().getFileName(), live -> {
            PushedRevision revision = tidemill.push(options.project(), yaml -> ProjectSettings.applied(yaml, settings));
            if (options.fresh() && hasData(revision.project())) {
                throw new WalkException("project " + revision.project()
                        + " has data of an earlier walk, which --fresh does not go on from");
            }
            return Done.of(revision, "revision " + revision.revision(), !revision.created())
                    .with(revision.warnings());
        });
        History history = new History(tidemill.project(pushed.project()), pushed.revision(), clock, rest);
        DataFolder data = new DataFolder(
                options.data().resolve(options.slice()),
                options.project().resolve(plan.script()),
                options.python(),
                slice.export());
        return new Context(
                tidemill,
                tidemill.project(pushed.project()),
                tidemill.project(pushed.project()).model(),
                plan,
                data,
                history,
                steps);
    }

    private boolean hasData(String project) {
        return tidemill.project(project).datasets().stream()
                .mapToLong(DatasetInfo::rows)
                .anyMatch(rows -> rows > 0);
    }

    /** The last ingestion of the dataset that labels are read from. */
    private static Ingested labelled(List<Ingested> ingestions, WalkPlan plan) {
        return ingestions.reversed().stream()
                .filter(ingested -> ingested.dataset().equals(plan.outcomes().labelsFrom()))
                .findFirst()
                .orElseThrow(() -> new WalkException(WalkPlan.FILE + ": nothing is ingested into outcomes.labels-from "
                        + plan.outcomes().labelsFrom()));
    }

    private List<String> next(String model, OnlineStage.Predicted predicted) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        predicted.sample().forEach((name, value) -> {
            if (value != null) {
                Map<String, Object> tensor = new LinkedHashMap<>();
                tensor.put("name", name);
                tensor.put("shape", List.of(1));
                tensor.put("datatype", datatype(value));
                tensor.put("data", List.of(value));
                inputs.add(tensor);
            }
        });
        String body = Document.of(Map.of("inputs", inputs)).toString().replaceAll("\\s*\\n\\s*", " ");
        List<String> lines = new ArrayList<>();
        lines.add("a prediction: curl -s -H 'Content-Type: application/json' " + tidemill.address() + "/v2/models/"
                + model + "/infer -d '" + body + "'");
        lines.add("its lineage:  curl -s '" + tidemill.address() + "/v1/lineage?prediction=" + predicted.firstId()
                + "&model=" + model + "'");
        lines.addAll(options.then());
        return lines;
    }

    private static String datatype(Object value) {
        return switch (value) {
            case Long whole -> "INT64";
            case Double number -> "FP64";
            case Boolean truth -> "BOOL";
            default -> "BYTES";
        };
    }
}
