package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.InMemoryObjectStore;
import dev.tidemill.lifecycleapi.lineage.CaptureFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFilesTest {
    private static final Instant TIME = Instant.parse("2013-07-01T12:34:56Z");
    private static final String ID = Ulid.derived(TIME, "a");

    @TempDir
    Path folder;

    private final InMemoryObjectStore capture = new InMemoryObjectStore("capture");

    @Test
    void find_filedPrediction_isReadByItsId() throws SQLException, IOException {
        Path file = folder.resolve("online.parquet");
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute(
                    "COPY (SELECT 1 AS capture_version, '" + ID + "' AS id, 'default' AS workspace, 'flights' AS"
                            + " project, 'flight-delay' AS model, 2 AS version, 'online' AS channel,"
                            + " TIMESTAMPTZ '2013-07-01 12:00:00.5+00' AS prediction_time,"
                            + " TIMESTAMPTZ '2013-07-01 12:34:56+00' AS answered_at, MAP {'flight': '7'} AS \"key\", 'h' AS key_hash,"
                            + " MAP {'flight': '7'} AS request, MAP {'visib': '9.5'} AS inputs,"
                            + " MAP {'weather.visib': {'value': '9.5', 'age_seconds': 60, 'status': 'PRESENT', 'source': 'store'}}"
                            + " AS features, MAP {'probability': '0.25'} AS output, 'walk' AS correlation_id,"
                            + " CAST(NULL AS VARCHAR) AS execution_id) TO '" + file + "' (FORMAT parquet)");
        }
        capture.upload("w/default/flight-delay/2013-07-01/12/online-1.parquet", file, "application/octet-stream");

        CapturedPrediction found = new CaptureFiles(capture, folder)
                .find(Workspace.DEFAULT, "flight-delay", ID)
                .orElseThrow();

        assertThat(found.predictionTime()).isEqualTo(Instant.parse("2013-07-01T12:00:00.500Z"));
        assertThat(found.version()).isEqualTo(2);
        assertThat(found.key()).containsEntry("flight", "7");
        assertThat(found.features())
                .containsEntry("weather.visib", new CapturedPrediction.LookedUp("9.5", 60L, "PRESENT", "store"));
        assertThat(found.output()).containsEntry("probability", "0.25");
        assertThat(found.executionId()).isNull();
        assertThat(new CaptureFiles(capture, folder).find(Workspace.DEFAULT, "flight-delay", Ulid.derived(TIME, "b")))
                .isEmpty();
        assertThat(new CaptureFiles(capture, folder).find(Workspace.DEFAULT, "other", ID))
                .isEmpty();
    }
}
