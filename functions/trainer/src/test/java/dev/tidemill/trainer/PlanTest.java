package dev.tidemill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void read_expressionOnALongerName_doesNotReadThePartOfIt() {
        Plan plan = Plan.of(Towns.spec("keep", "other", "air.warmth_before > 9"));

        assertThat(plan.read()).containsExactlyInAnyOrder("x", "air.warmth", "town", "air.warmth_before");
        assertThat(plan.read()).doesNotContain("air.warm");
    }
}
