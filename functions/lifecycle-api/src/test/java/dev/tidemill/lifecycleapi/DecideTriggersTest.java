package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.Trigger;
import dev.tidemill.lifecycleapi.execution.StartExecution;
import dev.tidemill.lifecycleapi.project.LoadProject;
import dev.tidemill.lifecycleapi.trigger.DecideTriggers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecideTriggersTest {
    private static final String WATERMARK = "2026-02-28T00:00:00Z";

    private final World world = new World();
    private final DecideTriggers decide = new DecideTriggers(
            new LoadProject(world.projects, world.artifacts),
            world.registry,
            world.triggers,
            new StartExecution(world.executions, world.machines, world.ports.ids(), world.ports.clock()),
            world.ports.clock());

    @BeforeEach
    void push() {
        world.push();
    }

    @Test
    void labelsArrived_withoutChampion_isRecordedAndStartsNothing() {
        Trigger decision = labels("e1", 5000, WATERMARK);

        assertThat(decision.decision()).isEqualTo("no-champion");
        assertThat(decision.executionId()).isNull();
        assertThat(world.machines.started()).isEmpty();
    }

    @Test
    void labelsArrived_sentThreeTimes_startsOneTraining() {
        serve();

        Trigger first = labels("e1", 100, WATERMARK);
        Trigger second = labels("e1", 100, WATERMARK);
        Trigger third = labels("e1", 100, WATERMARK);

        assertThat(first.decision()).isEqualTo("started");
        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        assertThat(world.machines.started()).singleElement().satisfies(started -> {
            assertThat(started.kind()).isEqualTo(ExecutionKind.TRAINING);
            assertThat(started.executionId()).isEqualTo(first.executionId());
            JsonNode input = Json.parse(started.input());
            assertThat(input.path("request").path("asOf").asText()).isEqualTo(WATERMARK);
            assertThat(input.path("request").path("promote").asText()).isEqualTo("on-pass");
            assertThat(input.path("request").path("cause").asText()).isEqualTo(first.id());
            assertThat(input.path("execution").path("correlationId").asText()).isEqualTo("walk");
            assertThat(input.path("execution").path("causationIds").path(0).asText())
                    .isEqualTo("e1");
        });
        assertThat(world.triggers.list(Workspace.DEFAULT, "parcels")).hasSize(1);
    }

    @Test
    void labelsArrived_anotherEventOfTheSameWatermark_isAlreadyTriggered() {
        serve();
        labels("e1", 100, WATERMARK);

        Trigger second = labels("e2", 100, WATERMARK);

        assertThat(second.decision()).isEqualTo("already-triggered");
        assertThat(world.machines.started()).hasSize(1);
    }

    @Test
    void labelsArrived_tooFew_isRecorded() {
        serve();

        Trigger decision = labels("e1", 99, WATERMARK);

        assertThat(decision.decision()).isEqualTo("too-few-labels");
        assertThat(Json.parse(decision.detail()).path("needed").asInt()).isEqualTo(100);
    }

    @Test
    void labelsArrived_withinTheCoolDown_waits() {
        serve();
        labels("e1", 100, WATERMARK);
        world.at(World.NOW.plus(Duration.ofHours(23)));

        Trigger early = labels("e2", 100, "2026-03-01T00:00:00Z");
        world.at(World.NOW.plus(Duration.ofHours(24)));
        Trigger late = labels("e3", 100, "2026-03-02T00:00:00Z");

        assertThat(early.decision()).isEqualTo("cool-down");
        assertThat(late.decision()).isEqualTo("started");
        assertThat(world.machines.started()).hasSize(2);
    }

    @Test
    void datasetIngested_ofALabelDataset_startsMonitoringOnce() {
        serve();
        Event event = event("e1", "DatasetIngested", "parcels", Map.of("dataset", "parcels", "watermark", WATERMARK));

        Optional<Trigger> first = decide.decide(event);
        decide.decide(event);

        assertThat(first.orElseThrow().decision()).isEqualTo("started");
        assertThat(world.machines.started()).singleElement().satisfies(started -> {
            assertThat(started.kind()).isEqualTo(ExecutionKind.MONITORING);
            assertThat(Json.parse(started.input()).path("request").path("until").asText())
                    .isEqualTo(WATERMARK);
        });
    }

    @Test
    void refusal_standsWhenTheEventComesAgainAndAllIsDifferent() {
        Event ingested =
                event("e1", "DatasetIngested", "parcels", Map.of("dataset", "parcels", "watermark", WATERMARK));
        Trigger monitoring = decide.decide(ingested).orElseThrow();
        Trigger training = labels("e2", 5000, WATERMARK);
        serve();

        assertThat(decide.decide(ingested)).contains(monitoring);
        assertThat(labels("e2", 5000, WATERMARK)).isEqualTo(training);
        assertThat(monitoring.decision()).isEqualTo("no-champion");
        assertThat(training.decision()).isEqualTo("no-champion");
        assertThat(world.machines.started()).isEmpty();
    }

    @Test
    void refusal_standsHoweverManyWereDecidedSince() {
        Trigger refused = labels("e0", 5000, WATERMARK);
        world.at(World.NOW.plusSeconds(1));
        for (int i = 1; i <= 1000; i++) {
            labels("e" + i, 5000, WATERMARK);
        }
        serve();

        assertThat(world.triggers.list(Workspace.DEFAULT, "parcels")).doesNotContain(refused);
        assertThat(labels("e0", 5000, WATERMARK)).isEqualTo(refused);
        assertThat(world.machines.started()).isEmpty();
    }

    @Test
    void datasetIngested_ofAnotherDataset_isNothing() {
        assertThat(decide.decide(event("e1", "DatasetIngested", "weather", Map.of())))
                .isEmpty();
    }

    @Test
    void modelRegistered_passedToBePromoted_startsDeployment() {
        Map<String, Object> passed =
                Map.of("model", "parcel-delay", "version", 2, "decision", "pass", "promote", "on-pass");

        Trigger decision = decide.decide(event("e1", "ModelRegistered", "parcel-delay", passed))
                .orElseThrow();

        assertThat(decision.decision()).isEqualTo("started");
        assertThat(world.machines.started()).singleElement().satisfies(started -> {
            assertThat(started.kind()).isEqualTo(ExecutionKind.DEPLOYMENT);
            assertThat(Json.parse(started.input())
                            .path("request")
                            .path("version")
                            .asInt())
                    .isEqualTo(2);
            assertThat(Json.parse(started.input()).path("request").path("alias").asText())
                    .isEqualTo("champion");
        });
    }

    @Test
    void modelRegistered_undecidedOrNotToBePromoted_startsNothing() {
        Map<String, Object> undecided =
                Map.of("model", "parcel-delay", "version", 2, "decision", "undecided", "promote", "on-pass");
        Map<String, Object> never =
                Map.of("model", "parcel-delay", "version", 2, "decision", "pass", "promote", "never");

        assertThat(decide.decide(event("e1", "ModelRegistered", "parcel-delay", undecided))
                        .orElseThrow()
                        .decision())
                .isEqualTo("gate-undecided");
        assertThat(decide.decide(event("e2", "ModelRegistered", "parcel-delay", never)))
                .isEmpty();
        assertThat(world.machines.started()).isEmpty();
    }

    private void serve() {
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        world.champion(1);
    }

    private Trigger labels(String id, int newLabels, String watermark) {
        return decide.decide(event(
                        id,
                        "LabelsArrived",
                        "parcel-delay",
                        Map.of("newMatureLabels", newLabels, "watermark", watermark)))
                .orElseThrow();
    }

    private static Event event(String id, String type, String subject, Map<String, Object> detail) {
        return new Event(
                id, type, 1, World.NOW, Workspace.DEFAULT, "parcels", subject, "walk", List.of(), Json.write(detail));
    }
}
