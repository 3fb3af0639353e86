package dev.tidemill.columnar;

import dev.tidemill.columnar.Lake.AppendRequest;
import dev.tidemill.core.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A lake with the data of {@link Specs}. */
final class Bikes {
    static final Instant NOW = Instant.parse("2014-01-01T00:00:00Z");

    static final Instant START = Instant.parse("2013-01-01T00:00:00Z");

    private Bikes() {}

    static void ingest(Lake lake, Path folder, String dataset, String csv) {
        DatasetId id = new DatasetId(Workspace.DEFAULT, "bikes", dataset);
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            PreparedIngestion prepared = new DatasetIngest(
                            sandbox, dataset, dataset.equals("rides") ? Specs.rides() : Specs.weather())
                    .prepare(
                            LocalLake.file(sandbox.folder(), "x.csv", csv),
                            dataset + ".csv",
                            lake.current(id).map(DatasetState::columns).orElse(Map.of()));
            String ingestion = dataset + csv.hashCode();
            lake.append(id, sandbox, prepared, new AppendRequest(ingestion, "x", ingestion, NOW));
        }
    }

    /** Ten days with one ride every two hours: minutes 10 or 20 in turn; hourly weather at A, the temperature is the hour. */
    static Lake lake(Path folder) {
        Lake lake = LocalLake.lake();
        StringBuilder rides = new StringBuilder("ride,started,station,minutes\n");
        StringBuilder weather = new StringBuilder("station,hour,temp\n");
        for (int hour = 0; hour < 240; hour++) {
            Instant start = START.plusSeconds(3_600L * hour);
            weather.append("A,").append(start).append(',').append(hour).append('\n');
            if (hour % 2 == 0) {
                String minutes = hour == 100 ? "NA" : hour % 4 == 0 ? "10" : "20";
                rides.append(hour)
                        .append(',')
                        .append(start)
                        .append(",A,")
                        .append(minutes)
                        .append('\n');
            }
        }
        ingest(lake, folder, "rides", rides.toString());
        ingest(lake, folder, "weather", weather.toString());
        return lake;
    }
}
