package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.TrainingSpec;
import dev.tidemill.core.feature.FeatureStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A small training on made-up flights, from rows to a bundle. */
final class Trainings {
    static final Map<String, ColumnType> FEATURES =
            Map.of("weather.visib", ColumnType.DOUBLE, "weather.wind_speed", ColumnType.DOUBLE);
    static final List<String> CARRIERS = List.of("UA", "AA", "B6", "DL");

    private Trainings() {}

    static ProjectSpec spec(Specs specs) {
        return specs.onDemand("departure_hour", ColumnType.INT, "scheduled_departure.getHours('America/New_York')")
                .onDemand("windy", ColumnType.BOOL, "weather.wind_speed > 15")
                .inputs(
                        List.of("distance", "departure_hour", "windy", "weather.visib", "weather.wind_speed"),
                        List.of("carrier", "dest"))
                .build();
    }

    /** What a caller or a training set holds of one flight; equal for an equal number. */
    static Map<String, @Nullable Object> raw(int number) {
        SplittableRandom random = new SplittableRandom(number);
        Map<String, @Nullable Object> raw = new HashMap<>();
        Instant time = Instant.parse("2013-01-01T00:00:00Z").plusSeconds(3601L * number);
        raw.put("predict_at", time);
        raw.put("scheduled_departure", time.plusSeconds(7200));
        raw.put("carrier", CARRIERS.get(random.nextInt(4)));
        raw.put("flight", (long) number);
        raw.put("origin", "EWR");
        raw.put("dest", random.nextInt(9) == 0 ? null : "D" + random.nextInt(6));
        raw.put("distance", 100L + random.nextInt(2500));
        return raw;
    }

    static Map<String, LookedUp> features(int number) {
        SplittableRandom random = new SplittableRandom(7L * number);
        double wind = random.nextDouble() * 30;
        return random.nextInt(10) == 0
                ? Map.of("weather.visib", LookedUp.MISSING)
                : Map.of(
                        "weather.visib",
                        new LookedUp(random.nextDouble() * 10, FeatureStatus.PRESENT, 1800L, LookedUp.Source.STORE),
                        "weather.wind_speed",
                        new LookedUp(wind, FeatureStatus.PRESENT, 1800L, LookedUp.Source.STORE));
    }

    static float label(Map<String, @Nullable Object> values, boolean binary) {
        Object wind = values.get("weather.wind_speed");
        Object distance = Objects.requireNonNull(values.get("distance"));
        double score = (wind instanceof Double w ? w : 10) + ("UA".equals(values.get("carrier")) ? 8 : 0);
        double noise = 10 * new SplittableRandom(values.hashCode()).nextDouble();
        return binary ? (score + noise > 24 ? 1f : 0f) : (float) (score + 0.01 * ((Long) distance) + noise / 10);
    }

    static Request request(RequestPath path, int number) {
        return path.request(raw(number), Instant.EPOCH, name -> "row " + number + ", " + name);
    }

    static ModelBundle train(Specs specs) {
        ProjectSpec spec = spec(specs);
        TrainingSpec training = Objects.requireNonNull(spec.training());
        boolean binary = spec.goal().problem() == ProjectSpec.Problem.BINARY;
        RequestPath path = RequestPath.untrained(spec, FEATURES);
        InputTable table = new InputTable(path.inputNames());
        EncoderFitting fitting = new EncoderFitting(training.inputs());
        ReferenceSummary.Builder reference = new ReferenceSummary.Builder(
                training.inputs().numeric(), training.inputs().categorical().columns());
        float[] labels = new float[1500];
        for (int i = 0; i < labels.length; i++) {
            Map<String, @Nullable Object> values = path.values(request(path, i), features(i));
            labels[i] = label(values, binary);
            table.add(values);
            if (i < 1000) {
                fitting.add(values);
                reference.add(values);
            }
        }
        Encoder encoder = new Encoder(fitting.fit());
        EncodedRows rows = new EncodedRows(encoder.columnNames().size());
        EncodedRows validation = new EncodedRows(encoder.columnNames().size());
        double[] means = new double[1000];
        for (int i = 0; i < labels.length; i++) {
            (i < 1000 ? rows : validation).add(encoder.encodeSplit(table.row(i)));
            if (i < 1000) {
                means[i] = labels[i];
            }
        }
        XGBoostTraining.Trained trained = new XGBoostTraining(
                        training.trainer(), spec.goal().problem(), 1)
                .train(
                        rows,
                        java.util.Arrays.copyOf(labels, 1000),
                        validation,
                        java.util.Arrays.copyOfRange(labels, 1000, 1500),
                        (round, metric, fit, held) -> {});
        FittedModel model =
                new FittedModel(spec.goal().problem(), encoder, trained.trees(), new Calibration.Identity(), 0.3);
        RequestPath whole = path.with(model);
        List<GoldenRow> golden = new ArrayList<>();
        for (int i = 1300; i < 1500 && golden.size() < 100; i++) {
            if (features(i).size() > 1) {
                golden.add(GoldenRow.of(whole.predict(request(path, i), features(i))));
            }
        }
        return ModelBundle.of(new ModelBundle.Parts(
                spec,
                "0123456789abcdef0123456789abcdef",
                FEATURES,
                ViewVersions.of(spec),
                encoder.state(),
                trained.ubjson(),
                trained.trees().baseMargin(),
                new Calibration.Identity(),
                Baseline.fit(List.of("carrier"), table, means),
                reference.build(),
                golden));
    }
}
