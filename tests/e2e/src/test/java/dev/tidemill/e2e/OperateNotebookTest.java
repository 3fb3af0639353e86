package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Months of operation, run from top to bottom by nbclient on the installed kernel. */
class OperateNotebookTest {
    private static ExecutedNotebook operated;

    @BeforeAll
    static void execute() {
        operated = ExecutedNotebook.run("flight-delays/operate.ipynb", Map.of());
    }

    @Test
    void everyCell_runsWithoutError() {
        operated.requireNoError();
    }

    @Test
    void retraining_startsByItselfAndServes() {
        assertThat(operated.text("flights.awaitStart(\"training\"")).contains("version 2: gates pass");
        assertThat(operated.text("flights.awaitStart(\"deployment\"")).contains("champion is version 2");
        assertThat(operated.html("%mlops triggers")).contains("training", "started");
    }

    @Test
    void drift_isSeenByMonth() {
        assertThat(operated.plot("Plot.driftHeatMap")).contains("May", "June", "July", "weather.temp");
    }

    @Test
    void alias_goesBackAndThePredictionIsTraced() {
        assertThat(operated.html("%mlops models {name}")).containsPattern("<td[^>]*>1</td><td[^>]*>champion</td>");
        assertThat(operated.plot("lineage.graph()")).contains("flight-operations 1", "flights", "weather");
    }
}
