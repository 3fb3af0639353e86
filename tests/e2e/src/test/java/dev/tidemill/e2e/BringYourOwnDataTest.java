package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.localcloud.LocalCloud;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a CSV file to a served model, run by nbclient on data of another kind: a regression on the weather of Seattle. */
class BringYourOwnDataTest {
    private static ExecutedNotebook served;

    @BeforeAll
    static void execute(@TempDir Path folder) {
        LocalCloud cloud = LocalCloud.get();
        cloud.run(
                LocalCloud.ROOT,
                Map.of(),
                cloud.python("python").toString(),
                LocalCloud.ROOT
                        .resolve("notebooks/seattle-highs/export-data.py")
                        .toString(),
                "raw",
                "--out",
                folder.toString());
        served = ExecutedNotebook.run(
                "bring-your-own-data.ipynb",
                Map.of(
                        "TIDEMILL_CSV", folder.resolve("seattle-weather.csv").toString(),
                        "TIDEMILL_FOLDER", folder.resolve("seattle-weather").toString()));
    }

    @Test
    void everyCell_runsWithoutError() {
        assertThat(served.size()).isLessThan(15);
        served.requireNoError();
    }

    @Test
    void file_isAServedModel() {
        assertThat(served.html("%mlops init")).contains("problem: regression", "temp_max");
        assertThat(served.html("%mlops train")).contains("version 1: gates");
        assertThat(served.text("model.predictOne(request)"))
                .containsPattern("predicted \\{prediction=[0-9.-]+\\}, it was [0-9.-]+");
    }

    @Test
    void modelOfOnesOwn_isGatedAgainstTheFirstAndServed() {
        assertThat(served.text("project.trainLocally"))
                .containsPattern("mae against baseline: mae [0-9.]+ against the baseline's [0-9.]+")
                .containsPattern("mae against champion: mae [0-9.]+ against the champion's [0-9.]+");
        assertThat(served.html("%mlops promote {own}")).contains("SUCCEEDED");
        assertThat(served.text("now.modelVersion()"))
                .containsPattern("version 2 predicts \\{prediction=[0-9.-]+\\}, it was [0-9.-]+");
        assertThat(served.html("%mlops models")).contains("Archived", "champion");
    }
}
