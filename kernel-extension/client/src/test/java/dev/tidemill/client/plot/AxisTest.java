package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::label).toList();
    }

    @Test
    void linear_widensToRoundNumbers() {
        Axis axis = Axis.linear("x", 0.13, 0.98);

        assertThat(labels(axis)).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(axis.low()).isZero();
        assertThat(axis.high()).isEqualTo(1);
    }

    @Test
    void linear_ofOneValue_hasItWithin() {
        assertThat(Axis.linear("x", 5, 5).share(5, false)).isBetween(0.3, 0.7);
        assertThat(Axis.linear("x", 0, 0).share(0, true)).isEqualTo(0.5);
    }

    @Test
    void linear_ofLargeSmallAndNegativeNumbers_hasShortLabels() {
        assertThat(labels(Axis.linear("rows", 0, 4_000_000))).containsExactly("0", "1M", "2M", "3M", "4M");
        assertThat(labels(Axis.linear("x", -1, 1))).containsExactly("−1.0", "−0.5", "0.0", "0.5", "1.0");
        assertThat(labels(Axis.linear("x", 0, 2e-7))).allMatch(label -> label.length() <= 8);
    }

    @Test
    void across_labelsWithoutRoom_areTurnedOrLeftOut() {
        List<String> months = java.util.stream.IntStream.range(0, 12)
                .mapToObj("2013-%02d"::formatted)
                .toList();
        List<String> days = java.util.stream.IntStream.range(0, 120)
                .mapToObj("day %d"::formatted)
                .toList();

        assertThat(Axis.across("month", months, 560, 20).angle()).isEqualTo(-40);
        assertThat(Axis.across("month", months, 900, 20).angle()).isZero();
        assertThat(Axis.across("day", days, 800, 20).ticks()).hasSizeLessThan(20);
    }

    @Test
    void time_isToldInUtcAtRoundTimes() {
        Axis axis = Axis.time("time", Instant.parse("2013-07-03T06:10:00Z"), Instant.parse("2013-07-03T09:00:00Z"));

        assertThat(labels(axis)).containsExactly("07:00", "08:00", "09:00");
    }

    @Test
    void share_growsUpwardsUnlessReversed() {
        assertThat(Axis.share("y").share(1, true)).isZero();
        assertThat(Axis.down("y", List.of("a", "b"), 9).share(0, true)).isZero();
    }
}
