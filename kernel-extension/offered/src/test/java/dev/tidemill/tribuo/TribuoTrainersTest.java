package dev.tidemill.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.client.engine.OwnTrainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

class TribuoTrainersTest {
    private static OwnTrainer.EncodedRows rows(boolean binary) {
        float[][] rows = new float[200][];
        double[] labels = new double[200];
        for (int i = 0; i < 200; i++) {
            rows[i] = new float[] {i % 2, i % 10 == 0 ? Float.NaN : i / 100f};
            labels[i] = binary ? i % 2 : i;
        }
        rows[7] = new float[] {Float.NaN, Float.NaN};
        return new OwnTrainer.EncodedRows(List.of("carrier=UA", "distance"), rows, labels);
    }

    @Test
    void labels_columnsAreFeaturesAndLabelsAreTrueAndFalse() throws IOException {
        OwnTrainer own = TribuoTrainers.labels(new LogisticRegressionTrainer());

        Model<?> model = Model.deserializeFromStream(new ByteArrayInputStream(own.train(rows(true), rows(true))));

        assertThat(model.getFeatureIDMap().keySet()).containsExactlyInAnyOrder("c000000", "c000001");
        assertThat(model.getOutputIDInfo().getDomain().toString()).contains("true", "false");
        assertThat(own.params())
                .containsEntry("trainer", LogisticRegressionTrainer.class.getName())
                .containsKey("trainer.configuration");
    }

    @Test
    void regressors_oneDimension() throws IOException {
        byte[] bytes = TribuoTrainers.regressors(new CARTRegressionTrainer(3)).train(rows(false), rows(false));

        assertThat(Model.deserializeFromStream(new ByteArrayInputStream(bytes))
                        .getOutputIDInfo()
                        .getDomain())
                .hasSize(1);
    }
}
