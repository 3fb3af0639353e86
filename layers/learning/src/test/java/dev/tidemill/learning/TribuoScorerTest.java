package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.sgd.kernel.KernelSVMTrainer;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.math.kernel.Linear;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.TransformedModelProto;
import org.tribuo.protos.core.TransformerListProto;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.LinearScalingTransformation;

class TribuoScorerTest {
    private final ModelBundle binary = Trainings.train(Specs.flights().rounds(3));

    private static float[] encoded(ModelBundle bundle, int row) {
        return bundle.path()
                .predictSplit(Trainings.request(bundle.path(), row), Trainings.features(row))
                .encoded();
    }

    private static <T extends Output<T>> Model<T> model(
            ModelBundle bundle, Trainer<T> trainer, OutputFactory<T> factory, IntFunction<T> output) {
        MutableDataset<T> dataset = new MutableDataset<>(
                new SimpleDataSourceProvenance(
                        "rows", OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), factory),
                factory);
        for (int i = 0; i < 500; i++) {
            dataset.add(TribuoModels.example(encoded(bundle, i), output.apply(i)));
        }
        return trainer.train(dataset);
    }

    private Model<Label> labels(Trainer<Label> trainer) {
        return model(
                binary,
                trainer,
                new LabelFactory(),
                i -> new Label(i % 3 == 0 || "UA".equals(Trainings.raw(i).get("carrier")) ? "true" : "false"));
    }

    private static byte[] bytes(Model<?> model) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            model.serializeToStream(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelBundle bundle(ModelBundle of, byte[] protobuf) {
        Problem problem = of.manifest().problem();
        EncoderState state = Json.read(
                new String(Objects.requireNonNull(of.files().get("encoder.json")), StandardCharsets.UTF_8),
                EncoderState.class);
        Encoder encoder = new Encoder(state);
        RequestPath path = RequestPath.untrained(of.path().spec(), Trainings.FEATURES)
                .with(new FittedModel(
                        problem,
                        encoder,
                        TribuoScorer.read(
                                protobuf, problem, encoder.columnNames().size()),
                        new Calibration.Identity(),
                        0.3));
        List<GoldenRow> golden = new ArrayList<>();
        for (int i = 600; i < 700; i++) {
            golden.add(GoldenRow.of(path.predict(Trainings.request(path, i), Trainings.features(i))));
        }
        return ModelBundle.of(new ModelBundle.Parts(
                of.path().spec(),
                of.manifest().revision(),
                Trainings.FEATURES,
                of.manifest().views(),
                state,
                ModelFormat.TRIBUO,
                protobuf,
                0,
                new Calibration.Identity(),
                of.manifest().baseline(),
                of.reference(),
                golden));
    }

    @Test
    void load_binaryModels_giveTheBitsOfTribuo() {
        for (Trainer<Label> trainer : List.of(
                new LogisticRegressionTrainer(),
                scaled(),
                new CARTClassificationTrainer(5),
                new BaggingTrainer<>(new CARTClassificationTrainer(4), new VotingCombiner(), 5))) {
            Model<Label> model = labels(trainer);
            ModelBundle own = bundle(binary, bytes(model));
            ModelBundle loaded = ModelBundle.load(own.files()::get, own.sha256());
            assertThat(loaded.manifest().modelFormat()).isEqualTo("tribuo-protobuf");
            assertThat(loaded.verifyGolden()).isEmpty();
            for (int i = 700; i < 900; i++) {
                Prediction actual = loaded.path().predict(Trainings.request(loaded.path(), i), Trainings.features(i));
                double expected = Objects.requireNonNull(
                                model.predict(TribuoModels.example(actual.encoded(), new Label("?")))
                                        .getOutputScores()
                                        .get("true"))
                        .getScore();
                assertThat(Double.doubleToRawLongBits(actual.score())).isEqualTo(Double.doubleToRawLongBits(expected));
                assertThat(actual.output()).containsEntry("prediction", expected >= 0.3);
            }
            assertThatThrownBy(loaded::trees).hasMessageContaining("NO_TREES: Model flight-delay is of format tribuo");
        }
    }

    @Test
    void load_regression_givesTheNumber() {
        ModelBundle trees = Trainings.train(Specs.regression().rounds(3));
        Model<Regressor> model = model(
                trees, new CARTRegressionTrainer(4), new RegressionFactory(), i -> new Regressor("minutes", i % 17));
        ModelBundle own = bundle(trees, bytes(model));
        assertThat(ModelBundle.load(own.files()::get, own.sha256()).verifyGolden())
                .isEmpty();
        assertThat(own.golden().getFirst().output()).containsOnlyKeys("prediction");
        assertThatThrownBy(() -> TribuoScorer.read(bytes(model), Problem.BINARY, 99))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details().getFirst().expected())
                                .contains("labels false and true"));
    }

    @Test
    void read_otherClass_refusedByNameBeforeItIsMade() throws IOException {
        byte[] kernel = bytes(labels(new KernelSVMTrainer(new Linear(), 0.1, 2, 1)));
        assertForeign(kernel, "org.tribuo.classification.sgd.kernel.KernelSVMModel");
        ModelProto other = ModelProto.parseFrom(kernel).toBuilder()
                .setClassName("java.lang.Runtime")
                .build();
        assertForeign(other.toByteArray(), "java.lang.Runtime");
        assertThatThrownBy(() -> TribuoScorer.read(new byte[] {1, 2, 3}, Problem.BINARY, 3))
                .hasMessageContaining("FOREIGN_MODEL: The bytes are no model in Tribuo's protobuf");
    }

    @Test
    void read_transformed_isLookedInto() throws IOException {
        byte[] scaled = bytes(labels(scaled()));
        ModelProto model = ModelProto.parseFrom(scaled);
        TransformedModelProto transformed = model.getSerializedData().unpack(TransformedModelProto.class);
        Map.Entry<String, TransformerListProto> first = transformed
                .getTransformerMap()
                .getTransformersMap()
                .entrySet()
                .iterator()
                .next();
        TransformerListProto foreign = TransformerListProto.newBuilder()
                .addTransformer(first.getValue().getTransformer(0).toBuilder().setClassName("java.lang.Runtime"))
                .build();

        assertForeign(
                repacked(
                        model,
                        transformed.toBuilder()
                                .setTransformerMap(transformed.getTransformerMap().toBuilder()
                                        .putTransformers(first.getKey(), foreign))
                                .build()),
                "java.lang.Runtime");
        assertForeign(
                repacked(
                        model,
                        transformed.toBuilder()
                                .setModel(transformed.getModel().toBuilder().setClassName("java.lang.Thread"))
                                .build()),
                "java.lang.Thread");
    }

    private static Trainer<Label> scaled() {
        return new TransformTrainer<>(
                new LogisticRegressionTrainer(),
                new TransformationMap(List.of(new LinearScalingTransformation(0, 1))),
                true);
    }

    private static byte[] repacked(ModelProto model, TransformedModelProto content) {
        return model.toBuilder().setSerializedData(Any.pack(content)).build().toByteArray();
    }

    @Test
    void read_fewerColumns_namesTheFeature() {
        assertThatThrownBy(() -> TribuoScorer.read(bytes(labels(new LogisticRegressionTrainer())), Problem.BINARY, 2))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details().getFirst().value())
                                .isEqualTo("c000002"));
    }

    @Test
    void score_withoutProbabilities_isRefused() {
        Trainer<Label> hinge = new LinearSGDTrainer(new Hinge(), new AdaGrad(0.1), 2, 1);
        TribuoScorer scorer = TribuoScorer.read(bytes(labels(hinge)), Problem.BINARY, 50);
        float[] row = new float[50];
        assertThatThrownBy(() -> scorer.score(row)).hasMessageContaining("FOREIGN_MODEL");
    }

    @Test
    void score_nothingButMissing_isRefused() {
        TribuoScorer scorer = TribuoScorer.read(bytes(labels(new LogisticRegressionTrainer())), Problem.BINARY, 50);
        float[] row = new float[50];
        Arrays.fill(row, Float.NaN);
        assertThatThrownBy(() -> scorer.score(row)).hasMessageContaining("MISSING_FEATURE");
    }

    @Test
    void xgboostBundle_isWrittenAsBefore() {
        assertThat(binary.files().keySet())
                .containsExactly(
                        "bundle.json", "project.json", "encoder.json", "model.ubj", "reference.json", "golden.json");
        Map<String, Object> keys = new HashMap<>();
        Json.parse(new String(Objects.requireNonNull(binary.files().get("bundle.json")), StandardCharsets.UTF_8))
                .properties()
                .forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
        assertThat(keys).hasSize(15);
        assertThat(binary.manifest().modelFormat()).isEqualTo("xgboost-ubjson");
        assertThat(binary.trees().size()).isPositive();
    }

    private static void assertForeign(byte[] protobuf, String name) {
        assertThatThrownBy(() -> TribuoScorer.read(protobuf, Problem.BINARY, 50))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("FOREIGN_MODEL");
                    assertThat(e.problem().details().getFirst().value()).isEqualTo(name);
                });
    }
}
