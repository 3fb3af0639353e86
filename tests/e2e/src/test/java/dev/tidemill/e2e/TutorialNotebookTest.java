package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tutorial, run from top to bottom by nbclient on the installed kernel. */
class TutorialNotebookTest {
    private static ExecutedNotebook tutorial;

    @BeforeAll
    static void execute() {
        tutorial = ExecutedNotebook.run("flight-delays/tutorial.ipynb", Map.of());
    }

    @Test
    void everyCell_runsWithoutError() {
        assertThat(tutorial.size()).isGreaterThan(20);
        tutorial.requireNoError();
    }

    @Test
    void ingestions_tellRowsOfEveryFile() {
        assertThat(tutorial.html("ingest weather {data}/weather-2013-0[1-6].csv"))
                .contains("weather-2013-01.csv", "weather-2013-06.csv", "COMMITTED");
        assertThat(tutorial.text("flights.quarantine(")).contains("1048.36058", "at most 150");
    }

    @Test
    void training_showsGatesAndCurves() {
        assertThat(tutorial.html("%mlops train")).contains("version 1: gates pass", "log-loss against baseline");
        assertThat(tutorial.plot("Plot.metricCurves")).contains("validation-logloss", "log loss (nats)");
        assertThat(tutorial.markdown(".version(version).card()"))
                .startsWith("# flight-tutorial")
                .contains("Label cut-off");
    }

    @Test
    void prediction_usesTheStoreAndIsTraced() {
        assertThat(tutorial.html("%mlops deploy {version}")).contains("deployment", "SUCCEEDED");
        assertThat(tutorial.html("%mlops features weather.visib")).contains("JFK", "PRESENT");
        assertThat(tutorial.text("model.predict(List.of(request))"))
                .containsPattern("probability=0\\.\\d+")
                .contains("PRESENT");
        assertThat(tutorial.plot("lineage.graph()")).contains("flights", "snapshot", "flight-tutorial 1");
    }

    @Test
    void batch_isATable() {
        assertThat(tutorial.html("%mlops score")).contains("probability", "0 null", ".page(2)");
    }

    @Test
    void july_isMonitoredByItselfAndADecisionIsShown() {
        assertThat(tutorial.html("%mlops report {reported}")).contains("weather.temp", "drift");
        assertThat(tutorial.text("a retraining?")).startsWith("a retraining? ");
        assertThat(tutorial.html("%mlops executions")).contains("monitoring", "SUCCEEDED");
    }

    @Test
    void page_ofNbconvert_showsThePlots() throws IOException {
        assertThat(tutorial.page().split("<img[^>]* src=\"data:image/png;base64,", -1))
                .hasSizeGreaterThan(3);
    }
}
