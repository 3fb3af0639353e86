package dev.tidemill.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkPlanTest {
    private static final Path FLIGHTS = Path.of("../../notebooks/flight-delays");

    @TempDir
    private Path folder;

    @Test
    void read_flightsProject_isInTheOrderOfItsTime() {
        WalkPlan plan = WalkPlan.read(FLIGHTS);

        assertThat(plan.history().instant()).isEqualTo(Instant.parse("2013-07-01T04:00:00Z"));
        assertThat(plan.replay().instant()).isEqualTo(Instant.parse("2013-07-03T16:00:00Z"));
        assertThat(plan.online().predictions()).isEqualTo(500);
        assertThat(plan.outcomes().ingest())
                .extracting(WalkPlan.DatasetFiles::dataset)
                .containsExactly("weather", "flights");
        assertThat(plan.slice("fifth").export()).containsExactly("--every-nth-flight", "5");
    }

    @Test
    void read_planWithAFault_namesIt() throws IOException {
        assertThatThrownBy(() -> WalkPlan.read(folder)).hasMessageContaining("has no walk.yaml");

        String flights = Files.readString(FLIGHTS.resolve(WalkPlan.FILE));
        Path plan = folder.resolve(WalkPlan.FILE);
        Files.writeString(plan, flights.replace("predictions: 500", "predictions: 500\n  predictons: 1"));
        assertThatThrownBy(() -> WalkPlan.read(folder)).hasMessageContaining("predictons");
        Files.writeString(plan, flights.replace("predictions: 500", ""));
        assertThatThrownBy(() -> WalkPlan.read(folder)).hasMessageContaining("predictions");
        Files.writeString(plan, flights.replace("as-of: 2013-07-03T16:00:00Z", "as-of: noon"));
        assertThatThrownBy(() -> WalkPlan.read(folder)).hasMessageContaining("as-of is no instant");
        Files.writeString(plan, flights.replace("as-of: 2013-07-03T16:00:00Z", "as-of: 2013-06-03T16:00:00Z"));
        assertThatThrownBy(() -> WalkPlan.read(folder)).hasMessageContaining("must be before replay.as-of");
    }
}
