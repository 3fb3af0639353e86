package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.TrainerSpec;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.regression.Regressor;

class XGBoostTrainingTest {
    private static final int COLUMNS = 9;

    @SuppressWarnings("ArrayRecordComponent")
    private record Data(EncodedRows rows, float[] labels) {}

    private static Data data(int size, long seed, boolean binary) {
        SplittableRandom random = new SplittableRandom(seed);
        EncodedRows rows = new EncodedRows(COLUMNS);
        float[] labels = new float[size];
        for (int i = 0; i < size; i++) {
            float[] row = new float[COLUMNS];
            double score = -1;
            for (int j = 0; j < COLUMNS; j++) {
                double value = random.nextDouble();
                row[j] = random.nextInt(7) == 0 ? Float.NaN : j == 3 && value < 0.5 ? 0f : (float) value;
                score += Float.isNaN(row[j]) ? 0.3 : row[j] * (j - 3) * 0.4;
            }
            rows.add(row);
            double noise = random.nextDouble() - 0.5;
            labels[i] = binary ? (score + 3 * noise > 0 ? 1f : 0f) : (float) (100 + 20 * score + noise);
        }
        return new Data(rows, labels);
    }

    private static TrainerSpec spec(int rounds, int earlyStopping) {
        return new TrainerSpec(
                "xgboost", rounds, 5, 0.3, 7, earlyStopping, "none", Map.of("subsample", 0.8, "min-child-weight", 2.0));
    }

    private static XGBoostTraining.Trained train(ProjectSpec.Problem problem, int rounds, int threads) {
        boolean binary = problem == ProjectSpec.Problem.BINARY;
        Data train = data(3000, 1, binary);
        Data valid = data(1000, 2, binary);
        return new XGBoostTraining(spec(rounds, 10), problem, threads)
                .train(train.rows, train.labels, valid.rows, valid.labels, (r, m, t, v) -> {});
    }

    @Test
    void train_twice_equalBits() {
        XGBoostTraining.Trained first = train(ProjectSpec.Problem.BINARY, 15, 2);
        XGBoostTraining.Trained second = train(ProjectSpec.Problem.BINARY, 15, 2);
        assertThat(first.ubjson()).isEqualTo(second.ubjson());
        assertThat(first.trees().baseMargin()).isEqualTo(second.trees().baseMargin());
    }

    @Test
    void train_earlyStopping_keepsRoundsUpToTheBest() {
        List<Double> validation = new ArrayList<>();
        Data train = data(1500, 1, true);
        Data valid = data(500, 2, true);
        XGBoostTraining.Trained trained = new XGBoostTraining(spec(300, 8), ProjectSpec.Problem.BINARY, 1)
                .train(train.rows, train.labels, valid.rows, valid.labels, (r, m, t, v) -> {
                    assertThat(m).isEqualTo("logloss");
                    validation.add(v);
                });
        assertThat(trained.roundsRun()).isLessThan(300).isEqualTo(trained.bestRound() + 9);
        assertThat(trained.trees().size()).isEqualTo(trained.bestRound() + 1);
        assertThat(validation.get(trained.bestRound()))
                .isEqualTo(validation.stream().mapToDouble(d -> d).min().orElseThrow());
        assertThat(trained.trees().importance()).isNotEmpty();
    }

    @Test
    void train_regression_learns() {
        XGBoostTraining.Trained trained = train(ProjectSpec.Problem.REGRESSION, 60, 1);
        Data test = data(500, 3, false);
        double error = 0;
        float[] row = new float[COLUMNS];
        for (int i = 0; i < 500; i++) {
            test.rows.row(i, row);
            error += Math.abs(trained.trees().margin(row) - test.labels[i]) / 500;
        }
        assertThat(error).isLessThan(4);
    }

    @Test
    void wrap_tribuo_predictsTheSame() {
        XGBoostTraining.Trained trained = train(ProjectSpec.Problem.BINARY, 60, 1);
        byte[] protobuf = TribuoModels.wrap(
                trained.ubjson(),
                ProjectSpec.Problem.BINARY,
                COLUMNS,
                Map.of("execution", "01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        Model<Regressor> model = TribuoModels.read(protobuf).castModel(Regressor.class);
        assertThat(model.getProvenance().toString()).contains("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        Data test = data(50, 4, true);
        float[] row = new float[COLUMNS];
        for (int i = 0; i < 50; i++) {
            test.rows.row(i, row);
            double expected = 1 / (1 + Math.exp(-trained.trees().margin(row)));
            Regressor predicted = model.predict(TribuoModels.example(row, new Regressor("probability", 0)))
                    .getOutput();
            assertThat(predicted.getNames()).containsExactly("probability");
            assertThat(predicted.getValues()[0]).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void wrap_tribuoRegression_predictsTheSame() {
        XGBoostTraining.Trained trained = train(ProjectSpec.Problem.REGRESSION, 60, 1);
        Model<Regressor> model = TribuoModels.read(
                        TribuoModels.wrap(trained.ubjson(), ProjectSpec.Problem.REGRESSION, COLUMNS, Map.of()))
                .castModel(Regressor.class);
        float[] row = new float[COLUMNS];
        data(1, 5, false).rows.row(0, row);
        assertThat(model.predict(TribuoModels.example(row, new Regressor("prediction", 0)))
                        .getOutput()
                        .getValues()[0])
                .isCloseTo(trained.trees().margin(row), within(1e-4));
    }

    @Test
    void train_oneClass_refused() {
        Data train = data(10, 1, true);
        XGBoostTraining training = new XGBoostTraining(spec(5, 0), ProjectSpec.Problem.BINARY, 1);
        assertThatThrownBy(
                        () -> training.train(train.rows, new float[10], train.rows, train.labels, (r, m, t, v) -> {}))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ONE_CLASS: All 10 training labels are negative");
    }

    @Test
    void construct_unknownOption_namesIt() {
        TrainerSpec wrong = new TrainerSpec("xgboost", 5, 5, 0.3, 7, 0, "balanced", Map.of("colsample", 0.5));
        assertThatThrownBy(() -> new XGBoostTraining(wrong, ProjectSpec.Problem.BINARY, 1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details())
                                .extracting(d -> d.place())
                                .containsExactly(
                                        "project.yaml /training/trainer/class-weights",
                                        "project.yaml /training/trainer/colsample"));
    }
}
