package dev.tidemill.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.table.TableColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

class TribuoTablesTest {
    private static RowsTable table() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("carrier", i % 2 == 0 ? "UA" : "AA");
            row.put("distance", i % 10 == 0 ? null : Double.valueOf(i));
            row.put("evening", i % 3 == 0);
            row.put("late", i == 7 ? null : i % 2 == 0 ? "yes" : "no");
            row.put("delay", (long) i / 2);
            rows.add(row);
        }
        return new RowsTable(
                List.of(
                        new TableColumn("carrier", "VARCHAR", 0),
                        new TableColumn("distance", "DOUBLE", 20),
                        new TableColumn("evening", "BOOLEAN", 0),
                        new TableColumn("late", "VARCHAR", 1),
                        new TableColumn("delay", "BIGINT", 0)),
                rows);
    }

    @Test
    void labels_givenColumns_leaveOutMissingValuesAndRowsWithoutOutput() {
        MutableDataset<Label> dataset = TribuoTables.labels(table(), "late", "carrier", "distance", "evening");

        assertThat(dataset.size()).isEqualTo(199);
        assertThat(dataset.getFeatureIDMap().keySet())
                .containsExactlyInAnyOrder("carrier@UA", "carrier@AA", "distance", "evening");
        Example<Label> first = dataset.getExample(0);
        assertThat(first.lookup("distance")).isNull();
        assertThat(first.getOutput().getLabel()).isEqualTo("yes");
        assertThat(new LogisticRegressionTrainer()
                        .train(dataset)
                        .predict(dataset.getExample(1))
                        .getOutput()
                        .getLabel())
                .isEqualTo("no");
        assertThat(new CARTClassificationTrainer()
                        .train(dataset)
                        .getFeatureIDMap()
                        .size())
                .isEqualTo(4);
    }

    @Test
    void regressors_noColumns_takeAllOthers() {
        MutableDataset<Regressor> dataset = TribuoTables.regressors(table(), "delay");

        assertThat(dataset.size()).isEqualTo(200);
        assertThat(dataset.getFeatureIDMap().keySet()).contains("late@yes", "distance");
        assertThat(dataset.getExample(8).getOutput().getValues()).containsExactly(4.0);
        assertThat(new CARTRegressionTrainer()
                        .train(dataset)
                        .predict(dataset.getExample(100))
                        .getOutput()
                        .getValues()[0])
                .isBetween(40.0, 60.0);
    }

    @Test
    void regressors_ofTextsOrUnknownColumns_areRefused() {
        assertThatThrownBy(() -> TribuoTables.regressors(table(), "late")).hasMessageContaining("'late' is VARCHAR");
        assertThatThrownBy(() -> TribuoTables.labels(table(), "lat"))
                .hasMessage("the table has no column 'lat': it has carrier, distance, evening, late, delay");
        assertThatThrownBy(() -> TribuoTables.labels(table(), "late", "late")).hasMessageContaining("is no feature");
    }
}
