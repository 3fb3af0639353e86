package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.aws.eventbridge.EventEnvelope;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RegistryOutboxTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Change CHANGE = new Change("execution/E1", "trained", "corr", NOW);

    private final String outbox = LocalDynamoDb.table();
    private final Registry registry = new DynamoDbRegistry(
            LocalDynamoDb.CLIENT, LocalDynamoDb.table(), outbox, new Ulid(), LocalDynamoDb.BACKOFF);

    @Test
    void changes_ofVersionsAndAliases_areToldOnce() {
        Change told = CHANGE.because(List.of("E1"), Map.of("promote", "on-pass"));
        registry.createVersion(draft(), told);
        registry.createVersion(draft(), told);
        registry.tagVersion(TEAM, "delay", 1, "k", "v", CHANGE);
        Change later = new Change("someone", "", "corr2", NOW.plusSeconds(1));
        registry.moveAlias(TEAM, "delay", "champion", 1, later);
        registry.moveAlias(TEAM, "delay", "champion", 1, later);
        List<Event> events = events().stream()
                .filter(event -> !event.type().equals("RegistryChanged"))
                .toList();
        assertThat(events).extracting(Event::type).containsExactly("ModelRegistered", "AliasMoved");
        Event registered = events.getFirst();
        assertThat(registered.project()).isEqualTo("flights");
        assertThat(registered.subject()).isEqualTo("delay");
        assertThat(registered.causationIds()).containsExactly("E1");
        assertThat(Json.parse(registered.detail()))
                .isEqualTo(Json.parse("{\"model\":\"delay\",\"version\":1,\"origin\":\"trained\",\"decision\":\"pass\","
                        + "\"executionId\":\"E1\",\"promote\":\"on-pass\"}"));
        assertThat(Json.parse(events.getLast().detail()))
                .isEqualTo(Json.parse("{\"model\":\"delay\",\"alias\":\"champion\",\"version\":1}"));
        assertThat(events.getLast().correlationId()).isEqualTo("corr2");
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
    }

    @Test
    void changes_thatWebhooksCanBeToldOf_areToldAsMlflowTellsThem() {
        registry.createModel(TEAM, "other", "words", Map.of("a", "b"), CHANGE);
        registry.createVersion(draft(), CHANGE);
        registry.tagVersion(TEAM, "delay", 1, "k", "v", CHANGE);
        registry.tagVersion(TEAM, "delay", 1, "k", null, CHANGE);
        registry.moveAlias(TEAM, "delay", "champion", 1, CHANGE);
        registry.deleteAlias(TEAM, "delay", "champion", CHANGE);

        assertThat(events().stream()
                        .filter(event -> event.type().equals("RegistryChanged"))
                        .map(event -> Json.parse(event.detail()))
                        .map(detail -> detail.path("entity").asText() + "."
                                + detail.path("action").asText() + " " + detail.path("data")))
                .contains(
                        "registered_model.created {\"name\":\"other\",\"tags\":{\"a\":\"b\"},\"description\":\"words\"}",
                        "model_version_tag.set {\"name\":\"delay\",\"version\":\"1\",\"key\":\"k\",\"value\":\"v\"}",
                        "model_version_tag.deleted {\"name\":\"delay\",\"version\":\"1\",\"key\":\"k\"}",
                        "model_version_alias.created {\"name\":\"delay\",\"alias\":\"champion\",\"version\":\"1\"}",
                        "model_version_alias.deleted {\"name\":\"delay\",\"alias\":\"champion\"}")
                .anySatisfy(told -> assertThat(told)
                        .startsWith("model_version.created {\"name\":\"delay\",\"version\":\"1\",\"source\":\"w/team"));
    }

    private List<Event> events() {
        return LocalDynamoDb.CLIENT.scan(scan -> scan.tableName(outbox)).items().stream()
                .map(item -> Objects.requireNonNull(item.get("event")).s())
                .map(text -> EventEnvelope.read(Json.parse(text)))
                .sorted(Comparator.comparing(Event::time))
                .toList();
    }

    private static ModelVersion draft() {
        return new ModelVersion(
                TEAM,
                "delay",
                0,
                "E1",
                "run",
                "w/team/models/delay/E1/bundle",
                "{}",
                "# Card",
                "Candidate",
                Map.of("tidemill.project", "flights", "tidemill.decision", "pass"),
                NOW,
                NOW,
                "execution/E1");
    }
}
