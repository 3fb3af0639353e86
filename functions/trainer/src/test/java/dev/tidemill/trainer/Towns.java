package dev.tidemill.trainer;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.core.feature.FeatureStatus;
import dev.tidemill.learning.Calibration;
import dev.tidemill.learning.EncodedRows;
import dev.tidemill.learning.Encoder;
import dev.tidemill.learning.EncoderFitting;
import dev.tidemill.learning.FittedModel;
import dev.tidemill.learning.LookedUp;
import dev.tidemill.learning.RequestPath;
import dev.tidemill.learning.XGBoostTraining;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small regression on towns and their warmth, with the examples and the model of it. */
final class Towns {
    private static final Map<String, ColumnType> FEATURES = Map.of("air.warmth", ColumnType.DOUBLE);

    private Towns() {}

    /**
     * @param expression of the on-demand feature {@code warm}
     */
    static ProjectSpec spec(String missing, String unseen, String expression) {
        return new PushedProject(
                        PushedProject.FORMAT,
                        "towns",
                        "r1",
                        Map.of("project.yaml", """
                        apiVersion: tidemill/v1
                        project: towns
                        goal: {problem: regression, statement: "How many?", owners: {data-scientist: a@example.com}}
                        datasets:
                          days: {source: {format: csv}, key: [town, at], event-time: at, available-after: PT1H,
                                 columns: {town: {type: string}, at: {type: timestamp}, n: {type: int}, w: {type: double}},
                                 outcomes: [n]}
                        request:
                          key: [town, at]
                          time: at
                          columns: {town: {type: string, required: true, entity: town}, x: {type: double}}
                        features:
                          views:
                            air: {entity: town, join: latest, ttl: PT6H,
                                  sql: "SELECT town, at AS event_time, at AS available_at, w AS warmth FROM days"}
                          on-demand: {warm: {type: bool, expression: "%s"}}
                        label: {name: n, sql: "SELECT town, at, n AS value, at AS available_at FROM days", horizon: PT0S}
                        training:
                          examples: {sql: "SELECT town, at, 1.0 AS x FROM days"}
                          inputs: {numeric: [x, air.warmth], categorical: {columns: [town], min-count: 1, unseen: %s}}
                          split: {by: time, validation: P1M, test: P1M}
                          trainer: {algorithm: xgboost, rounds: 2, seed: 7}
                        evaluation: {metrics: [mae], baseline: {mean-by: []}, cluster: day, gates: []}
                        serving: {model: towns, missing: %s}
                        """.formatted(expression, unseen, missing)),
                        null,
                        false,
                        Instant.EPOCH,
                        List.of("days"))
                .spec();
    }

    /** The path with a model that has seen the towns A and B. */
    static RequestPath path(ProjectSpec spec) {
        RequestPath path = RequestPath.untrained(spec, FEATURES);
        Plan plan = Plan.of(spec);
        EncoderFitting fitting = new EncoderFitting(plan.training().inputs());
        SplitRows rows = new SplitRows(plan.keptNames());
        for (int i = 0; i < 40; i++) {
            SplitRows.Example example = example(path, i, i % 2 == 0 ? "A" : "B", 1.0 * i);
            Map<String, @Nullable Object> values = path.values(example.request(), example.features());
            fitting.add(values);
            rows.add(values, i);
        }
        Encoder encoder = new Encoder(fitting.fit());
        EncodedRows encoded = rows.encode(encoder);
        XGBoostTraining.Trained trained = new XGBoostTraining(plan.training().trainer(), plan.problem(), 1)
                .train(encoded, rows.floatLabels(), encoded, rows.floatLabels(), (round, metric, fit, held) -> {});
        return path.with(new FittedModel(plan.problem(), encoder, trained.trees(), new Calibration.Identity(), 0.5));
    }

    /**
     * @param warmth null when it is missing
     */
    static SplitRows.Example example(RequestPath path, int number, String town, @Nullable Double warmth) {
        Map<String, @Nullable Object> raw = new HashMap<>();
        raw.put("at", Instant.EPOCH.plusSeconds(number));
        raw.put("town", town);
        raw.put("x", 1.0 * number);
        LookedUp found = warmth == null
                ? LookedUp.MISSING
                : new LookedUp(warmth, FeatureStatus.PRESENT, null, LookedUp.Source.STORE);
        return new SplitRows.Example(path.request(raw, Instant.EPOCH, name -> name), Map.of("air.warmth", found));
    }
}
