package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.AliasRule;
import dev.tidemill.core.registry.EventTypes;
import dev.tidemill.core.registry.ModelCard;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.VersionExport;
import dev.tidemill.core.registry.VersionStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A function that dies at any call to DynamoDB leaves all of a change or nothing, and what comes again does it once. */
class RegistryKilledTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final Change CHANGE =
            new Change("someone", "because", "corr", Instant.parse("2026-03-01T10:00:00Z"));
    private static final int FAR = 20;

    private String table = "";
    private String outbox = "";

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void moveAlias_killedAnywhere_isMadeWholeOrNot() {
        killEverywhere(registry -> registry.moveAlias(TEAM, "delay", "champion", 2, CHANGE), 1);
    }

    @Test
    void promote_killedAnywhere_isMadeWholeOrNot() {
        killEverywhere(registry -> registry.promote(TEAM, "delay", "champion", 2, CHANGE), 4);
    }

    @Test
    void createVersion_killedAnywhere_isMadeWholeOrNot() {
        killEverywhere(registry -> registry.createVersion(draft("E9"), CHANGE), 1);
    }

    @Test
    void renameModel_killedAnywhere_isMadeWholeOrNot() {
        killEverywhere(
                registry -> {
                    if (registry.model(TEAM, "arrival").isEmpty()) {
                        registry.renameModel(TEAM, "delay", "arrival", CHANGE);
                    }
                },
                1);
    }

    @Test
    void ruleAlias_killedAnywhere_isMadeWholeOrNot() {
        killEverywhere(registry -> registry.ruleAlias(TEAM, "delay", "champion", AliasRule.RECORDED, CHANGE), 1);
    }

    @Test
    void recordVersion_killedAnywhere_isMadeWholeOrNot() {
        Map<String, String> known = Map.of("signature", "{}", "sha256", "a".repeat(64), "owner", "me");
        killEverywhere(registry -> registry.recordVersion(TEAM, "delay", 3, known, CHANGE), 1);
    }

    @Test
    void importVersion_killedAnywhere_isMadeWholeOrNot() {
        begun();
        Registry elsewhere = registry(LocalDynamoDb.CLIENT);
        for (int i = 0; i < 40; i++) {
            elsewhere.tagVersion(TEAM, "delay", 1, "k", "v" + i, CHANGE);
        }
        VersionExport exported = elsewhere.export(TEAM, "delay", 1);
        assertThat(exported.events()).hasSizeGreaterThan(40);
        killEverywhere(
                registry -> {
                    if (registry.version(TEAM, "delay", 4).isEmpty()) {
                        registry.importVersion(TEAM, "delay", exported, "", CHANGE);
                    }
                },
                2);
    }

    /**
     * @param events that the whole change appends
     */
    private void killEverywhere(Consumer<Registry> change, int events) {
        int calls = 0;
        boolean survived = false;
        for (int call = 1; call < FAR && !survived; call++) {
            for (boolean afterwards : new boolean[] {false, true}) {
                Registry clean = begun();
                int before = events(clean);
                int told = told();
                int at = call;
                survived = survives(() -> change.accept(dying(at, afterwards)));
                int made = events(clean) - before;
                assertThat(made).as("call %d, after it: %s", call, afterwards).isIn(0, events);
                requireWhole(clean, made, told);
                change.accept(clean);
                change.accept(clean);
                assertThat(events(clean) - before).isEqualTo(events);
                requireWhole(clean, events, told);
            }
            calls = call;
        }
        assertThat(survived).as("was killed at every call").isTrue();
        assertThat(calls).isGreaterThan(3);
    }

    private void requireWhole(Registry clean, int made, int toldBefore) {
        String name = clean.model(TEAM, "delay").isPresent() ? "delay" : "arrival";
        assertThat(clean.rebuild(TEAM, name, false).differences()).isEmpty();
        int facts = clean.history(TEAM, name).stream()
                .mapToInt(event -> facts(event.type()))
                .sum();
        assertThat(told()).isEqualTo(facts);
        assertThat(told()).isGreaterThanOrEqualTo(toldBefore);
        assertThat(made).isGreaterThanOrEqualTo(0);
    }

    /** Webhooks are told of each, and the lifecycle of two. */
    private static int facts(String type) {
        return switch (type) {
            case EventTypes.ALIAS_MOVED, EventTypes.VERSION_CREATED, EventTypes.VERSION_IMPORTED -> 2;
            case EventTypes.MODEL_CREATED, EventTypes.TAG_SET, EventTypes.TAG_DELETED, EventTypes.ALIAS_DELETED -> 1;
            default -> 0;
        };
    }

    private Registry begun() {
        table = LocalDynamoDb.table();
        outbox = LocalDynamoDb.table();
        Registry clean = registry(LocalDynamoDb.CLIENT);
        clean.createVersion(draft("E1"), CHANGE);
        clean.createVersion(draft("E2"), CHANGE);
        clean.createVersion(imported(), CHANGE);
        clean.promote(TEAM, "delay", "champion", 1, CHANGE);
        return clean;
    }

    private static boolean survives(Runnable step) {
        try {
            step.run();
            return true;
        } catch (Killed e) {
            return false;
        }
    }

    private static int events(Registry registry) {
        return Math.max(
                registry.history(TEAM, "delay").size(),
                registry.history(TEAM, "arrival").size());
    }

    /** How many facts lie in the outbox. */
    private int told() {
        List<Map<String, AttributeValue>> items =
                LocalDynamoDb.CLIENT.scan(scan -> scan.tableName(outbox)).items();
        return items.size();
    }

    private Registry registry(DynamoDbClient client) {
        return new DynamoDbRegistry(client, table, outbox, new Ulid(), LocalDynamoDb.BACKOFF);
    }

    /** A registry whose process dies at its n-th call: before the call reaches DynamoDB, or before its answer comes. */
    private Registry dying(int at, boolean afterwards) {
        int[] calls = {0};
        DynamoDbClient client = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    boolean request = !method.getName().equals("serviceName")
                            && !method.getName().equals("serviceClientConfiguration")
                            && !method.getName().equals("close");
                    if (request && ++calls[0] == at && !afterwards) {
                        throw new Killed();
                    }
                    Object answer;
                    try {
                        answer = method.invoke(LocalDynamoDb.CLIENT, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (request && calls[0] == at) {
                        throw new Killed();
                    }
                    return answer;
                });
        return registry(client);
    }

    @Test
    void change_whoseOutboxCannotBeWritten_isNotMade() {
        Registry clean = begun();
        int before = events(clean);
        Registry broken =
                new DynamoDbRegistry(LocalDynamoDb.CLIENT, table, "no-such-table", new Ulid(), LocalDynamoDb.BACKOFF);
        assertThatThrownBy(() -> broken.moveAlias(TEAM, "delay", "champion", 2, CHANGE))
                .isInstanceOf(RuntimeException.class);
        assertThat(events(clean)).isEqualTo(before);
        assertThat(clean.byAlias(TEAM, "delay", "champion"))
                .map(ModelVersion::number)
                .contains(1);
    }

    private static ModelVersion imported() {
        return new ModelVersion(
                TEAM,
                "delay",
                0,
                "",
                "",
                "",
                "{}",
                ModelCard.EMPTY,
                VersionStatus.CANDIDATE,
                Map.of(),
                CHANGE.time(),
                CHANGE.time(),
                "someone",
                Origin.imported("s3://elsewhere/model"),
                "",
                List.of());
    }

    private static ModelVersion draft(String execution) {
        return new ModelVersion(
                TEAM,
                "delay",
                0,
                execution,
                "run",
                "w/team/models/delay/" + execution + "/bundle",
                "{}",
                "# Card",
                "Candidate",
                Map.of("tidemill.project", "flights"),
                Instant.parse("2026-03-01T10:00:00Z"),
                Instant.parse("2026-03-01T10:00:00Z"),
                "execution/" + execution);
    }
}
