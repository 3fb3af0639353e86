package dev.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.InMemoryAccessLists;
import dev.tidemill.core.access.ListedAccess;
import dev.tidemill.core.access.ProjectAccess;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Signer;
import dev.tidemill.core.access.Subject;
import dev.tidemill.core.capture.CaptureQueue;
import dev.tidemill.core.feature.OnlineStore;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.inference.serving.FeatureLookup;
import dev.tidemill.inference.serving.PredictRequests;
import dev.tidemill.inference.serving.ServedModels;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferencePermissionsTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    /** Whatever a refused call would touch fails the test. */
    private final InferenceDoor door = new InferenceDoor(
            new ServedModels(untouchable(Registry.class), untouchable(ObjectStore.class), CLOCK),
            new PredictRequests(
                    new FeatureLookup(untouchable(OnlineStore.class)),
                    untouchable(CaptureQueue.class),
                    new Ulid(),
                    CLOCK),
            new ListedAccess(new InMemoryAccessLists(), List.of("role/administrators"), List.of(), CLOCK),
            CLOCK,
            "test");

    private static <T> T untouchable(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError("a refused call reached " + method);
                }));
    }

    @Test
    void signer_withoutARole_isRefusedAndNothingTouched() {
        Caller stranger = Caller.signed(new Signer("arn:aws:sts::1:assumed-role/strangers/s", "1"));
        for (String route : InferencePermissions.TABLE.roles().keySet()) {
            assertDenied(route, "/w/team", stranger);
        }
        Caller administrator = Caller.signed(new Signer("arn:aws:sts::1:assumed-role/administrators/s", "1"));
        assertThat(call("GET", "/w/team/v2", administrator).status()).isEqualTo(200);
    }

    @Test
    void signer_ofAnotherProject_isRefusedAtAProjectsModel() {
        InMemoryAccessLists lists = new InMemoryAccessLists();
        lists.put(TEAM, "p", new ProjectAccess("delay", Map.of(Role.READ, List.of("role/a"))), null);
        lists.put(TEAM, "q", new ProjectAccess("churn", Map.of(Role.APPROVE, List.of("role/b"))), null);
        ListedAccess access = new ListedAccess(lists, List.of(), List.of(), CLOCK);
        Caller other = Caller.signed(new Signer("arn:aws:sts::1:assumed-role/b/s", "1"));
        assertThat(access.admit(other, TEAM, Subject.model("delay")).may(Role.READ))
                .isFalse();
        assertThat(access.admit(other, TEAM, Subject.model("churn")).may(Role.READ))
                .isTrue();
    }

    private HttpResponse call(String method, String path, Caller caller) {
        return door.apply(new HttpRequest(
                method,
                path.replace("{}", "x"),
                Map.of(),
                Map.of(),
                "{}".getBytes(StandardCharsets.UTF_8),
                "req",
                caller));
    }

    private void assertDenied(String route, String prefix, Caller caller) {
        String[] words = route.split(" ", 2);
        HttpResponse response = call(words[0], prefix + words[1], caller);
        assertThat(response.status()).as("%s%s", prefix, route).isEqualTo(403);
        assertThat(Json.parse(new String(response.body(), StandardCharsets.UTF_8))
                        .path("error")
                        .asText())
                .contains("'" + caller.principal() + "'");
    }

    @Test
    void nobodyOrOtherWorkspace_onEveryRoute_isRefusedAndNothingTouched() {
        assertThat(InferencePermissions.TABLE.roles()).hasSize(9).allSatisfy((route, role) -> {
            assertThat(role).isEqualTo(Role.READ);
            assertDenied(route, "/w/team", Caller.nobody("anonymous"));
            if (route.contains("models")) {
                assertDenied(route, "/w/other", new Caller("ci", Role.ADMINISTER, TEAM));
                assertDenied(route, "", new Caller("ci", Role.ADMINISTER, TEAM));
            }
        });
    }

    @Test
    void reader_mayAskTheServer() {
        assertThat(call("GET", "/v2", new Caller("ci", Role.READ, TEAM)).status())
                .isEqualTo(200);
        assertThat(call("GET", "/w/team/v2/health/ready", new Caller("ci", Role.READ, TEAM))
                        .status())
                .isEqualTo(200);
        assertThat(call("DELETE", "/w/team/v2/models/x", new Caller("ci", Role.READ, TEAM))
                        .status())
                .isEqualTo(405);
    }
}
