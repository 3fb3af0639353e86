package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exploration of the walked project's data, run from top to bottom by nbclient on the installed kernel. */
class ExploreNotebookTest {
    private static ExecutedNotebook explored;

    @BeforeAll
    static void execute() {
        explored = ExecutedNotebook.run("flight-delays/explore-and-features.ipynb", Map.of());
    }

    @Test
    void everyCell_runsWithoutError() {
        explored.requireNoError();
    }

    @Test
    void datasets_areTables() {
        assertThat(explored.html("%%mlops sql flights_seen")).contains("dep_delay", "1,165 null", ".page(2)");
        assertThat(explored.html("flights_seen.page(3)")).contains("rows 41");
        assertThat(explored.plot("Plot.distributionByWindow")).contains("departure delay (minutes)", "2013-07");
    }

    @Test
    void leak_isShownAndCaught() {
        assertThat(explored.plot("Departure delay as a model")).containsPattern("AUC 0\\.9");
        assertThat(explored.text("refused.getMessage()")).contains("dep_delay").doesNotContain("pushed?!");
    }

    @Test
    void features_areThoseOfTheirTime() {
        assertThat(explored.html("%%mlops features known")).contains("weather.visib", "congestion.late_share");
        assertThat(explored.html("%%mlops features june")).contains("congestion.late_share", "late");
    }
}
