package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.Role;
import dev.tidemill.lifecycleapi.http.HttpDoor;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.project.ProjectChecks;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LifecyclePermissionsTest {
    private static final Workspace TEAM = new Workspace("team");

    /** Whatever a refused call would touch fails the test, the store of idempotency keys too. */
    private final Ports untouchable = untouchable();

    private final HttpDoor door = LifecycleApi.door(untouchable, World.PREFIX, "1.2.3");
    private final Router router = LifecycleApi.router(untouchable, World.PREFIX, "1.2.3");

    private static Ports untouchable() {
        try {
            Constructor<?> constructor = Ports.class.getDeclaredConstructors()[0];
            List<Object> ports = new ArrayList<>();
            for (Class<?> type : constructor.getParameterTypes()) {
                ports.add(
                        type == ProjectChecks.class
                                ? ProjectChecks.all(List.of())
                                : Proxy.newProxyInstance(
                                        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                                            throw new AssertionError("a refused call reached " + method);
                                        }));
            }
            return (Ports) constructor.newInstance(ports.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse call(String route, String prefix, Caller caller) {
        String[] words = route.split(" ", 2);
        return door.apply(new HttpRequest(
                words[0],
                prefix + words[1].replace("{}", "x"),
                Map.of(),
                Map.of("content-type", "application/json", "idempotency-key", "k"),
                "{}".getBytes(StandardCharsets.UTF_8),
                "req",
                caller));
    }

    private static void assertDenied(HttpResponse response, String what) {
        JsonNode error =
                Json.parse(new String(response.body(), StandardCharsets.UTF_8)).path("error");
        assertThat(response.status()).as(what).isEqualTo(403);
        assertThat(error.path("code").asText()).isEqualTo("PERMISSION_DENIED");
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.path("details").path(0).path("place").asText()).isEqualTo("caller");
        assertThat(error.path("correlationId").asText()).isEqualTo("req");
    }

    @Test
    void table_hasEveryRoute() {
        assertThat(LifecyclePermissions.TABLE.roles().keySet()).containsAll(router.keys());
    }

    @Test
    void lowerRole_onEveryRoute_isRefusedAndNothingTouched() {
        int refused = 0;
        for (String route : router.keys()) {
            Role needed =
                    Objects.requireNonNull(LifecyclePermissions.TABLE.roles().get(route), route);
            for (Role role : Role.values()) {
                if (!role.allows(needed)) {
                    assertDenied(call(route, "/w/team", new Caller("ci", role, TEAM)), role + " " + route);
                    refused++;
                }
            }
            assertDenied(call(route, "/w/team", Caller.nobody("anonymous")), route);
        }
        assertThat(refused).isGreaterThanOrEqualTo(20);
    }

    @Test
    void otherWorkspace_onEveryRoute_isRefusedAndNothingTouched() {
        for (String route : router.keys()) {
            if (!route.equals("GET /v1/openapi.json")) {
                assertDenied(call(route, "/w/other", new Caller("ci", Role.ADMINISTER, TEAM)), route);
                assertDenied(call(route, "", new Caller("ci", Role.ADMINISTER, TEAM)), route);
            }
        }
    }
}
