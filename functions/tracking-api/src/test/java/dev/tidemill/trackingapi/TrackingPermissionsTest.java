package dev.tidemill.trackingapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.InMemoryAccessLists;
import dev.tidemill.core.access.ListedAccess;
import dev.tidemill.core.access.ProjectAccess;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Signer;
import dev.tidemill.trackingapi.run.RunNames;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrackingPermissionsTest {
    private static final Workspace TEAM = new Workspace("team");

    /** Whatever a refused call would touch fails the test. */
    private final TrackingApi untouchable = untouchable();

    private static TrackingApi untouchable() {
        try {
            Constructor<?> constructor = TrackingApi.class.getDeclaredConstructors()[0];
            List<Object> arguments = new ArrayList<>();
            for (Class<?> type : constructor.getParameterTypes()) {
                arguments.add(type == RunNames.class ? new RunNames(new Random(7)) : port(type));
            }
            return (TrackingApi) constructor.newInstance(arguments.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object port(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            throw new AssertionError("a refused call reached " + method);
        });
    }

    private static HttpRequest request(String route, Caller caller, Map<String, String> headers, String body) {
        String[] words = route.split(" ", 2);
        String path = words[1].replaceFirst("^/api/(?!2\\.0)", "/api/2.0/").replaceAll("\\{\\+?}", "x");
        return new HttpRequest(words[0], path, Map.of(), headers, body.getBytes(StandardCharsets.UTF_8), "req", caller);
    }

    private static HttpRequest request(String route, Caller caller) {
        return request(route, caller, Map.of("content-type", "application/json", "x-mlflow-workspace", "team"), "{}");
    }

    private static JsonNode json(HttpResponse response) {
        return Json.parse(new String(response.body(), StandardCharsets.UTF_8));
    }

    private static void assertDenied(HttpResponse response, String what) {
        assertThat(response.status()).as(what).isEqualTo(403);
        assertThat(json(response).path("error_code").asText()).isEqualTo("PERMISSION_DENIED");
        assertThat(json(response).path("message").asText()).isNotBlank();
    }

    @Test
    void table_hasEveryRoute() {
        assertThat(TrackingPermissions.TABLE.roles().keySet()).containsAll(untouchable.routes());
    }

    @Test
    void lowerRole_onEveryRoute_isRefusedAndNothingTouched() {
        int refused = 0;
        for (String route : untouchable.routes()) {
            Role needed =
                    Objects.requireNonNull(TrackingPermissions.TABLE.roles().get(route), route);
            for (Role role : Role.values()) {
                if (!role.allows(needed)) {
                    assertDenied(untouchable.answer(request(route, new Caller("ci", role, TEAM))), role + " " + route);
                    refused++;
                }
            }
            assertDenied(untouchable.answer(request(route, Caller.nobody("anonymous"))), route);
        }
        assertThat(refused).isGreaterThanOrEqualTo(20);
    }

    @Test
    void otherWorkspace_onEveryRouteOfWorkspaces_isRefusedAndNothingTouched() {
        Caller administrator = new Caller("ci", Role.ADMINISTER, new Workspace("other"));
        for (String route : untouchable.routes()) {
            if (!route.matches("GET (/health|/version|/api/mlflow/(server-(info|features)|workspaces.*))")) {
                assertDenied(untouchable.answer(request(route, administrator)), route);
                assertDenied(untouchable.answer(request(route, administrator, Map.of(), "")), route);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void transitionToProduction_needsApprove(Role role) {
        Caller caller = new Caller("ci", role, TEAM);
        Map<String, String> headers = Map.of("content-type", "application/json", "x-mlflow-workspace", "team");
        String route = "POST /api/mlflow/model-versions/transition-stage";

        boolean passed = !isDenied(route, request(route, caller, headers, "{\"stage\":\"production\"}"));

        assertThat(passed).isEqualTo(role.allows(Role.APPROVE));
        assertThat(isDenied(route, request(route, caller, headers, "{\"stage\":\"Staging\"}")))
                .isEqualTo(!role.allows(Role.CONTRIBUTE));
    }

    private static boolean isDenied(String route, HttpRequest request) {
        try {
            TrackingPermissions.check(route, request, TEAM);
            return false;
        } catch (dev.tidemill.core.failure.ProblemException e) {
            return e.problem().code().equals("PERMISSION_DENIED");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void signer_hasTheRoleOfTheWorkspace_andAtAProjectsModelThatOfTheProject(Role role) {
        InMemoryAccessLists lists = new InMemoryAccessLists();
        lists.put(TEAM, "p", new ProjectAccess("delay", Map.of(role, List.of("role/ml"))), "role/first");
        lists.put(TEAM, "q", new ProjectAccess("churn", Map.of(Role.READ, List.of("role/ml"))), null);
        TrackingWorld world = new TrackingWorld();
        world.api.admitting(new ListedAccess(lists, List.of(), List.of(), () -> TrackingWorld.NOW));
        Map<String, String> headers = Map.of("content-type", "application/json", "x-mlflow-workspace", "team");
        Caller signer = Caller.signed(new Signer("arn:aws:sts::1:assumed-role/ml/s", "1"));
        Caller stranger = Caller.signed(new Signer("arn:aws:sts::1:assumed-role/other/s", "1"));
        String create = "POST /api/mlflow/registered-models/create";
        String search = "GET /api/mlflow/registered-models/search";

        assertThat(world.api
                        .answer(request(create, signer, headers, "{'name':'delay'}".replace('\'', '"')))
                        .status())
                .isEqualTo(role.allows(Role.CONTRIBUTE) ? 200 : 403);
        assertThat(world.api
                        .answer(request(create, signer, headers, "{'name':'free'}".replace('\'', '"')))
                        .status())
                .isEqualTo(role.allows(Role.CONTRIBUTE) ? 200 : 403);
        assertDenied(
                world.api.answer(request(create, signer, headers, "{'name':'churn'}".replace('\'', '"'))), "churn");
        assertThat(world.api.answer(request(search, signer, headers, "")).status())
                .isEqualTo(200);
        assertDenied(world.api.answer(request(search, stranger, headers, "")), "stranger");
        assertDenied(new TrackingWorld().api.answer(request(search, signer, headers, "")), "no entrance");
    }

    @Test
    void workspace_withoutPrefix_isTheHeaders() {
        TrackingWorld world = new TrackingWorld();
        Map<String, String> team = Map.of("x-mlflow-workspace", "team", "content-type", "application/json");
        Caller contributor = new Caller("ci", Role.CONTRIBUTE, TEAM);
        HttpRequest create = request("POST /api/mlflow/experiments/create", contributor, team, "{\"name\":\"mine\"}");

        assertThat(world.api.answer(create).status()).isEqualTo(200);

        world.get("/w/team/api/2.0/mlflow/experiments/get-by-name?experiment_name=mine", 200);
        world.get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=mine", 404);
    }

    @Test
    void workspaces_tellTheCallersOwnAndNoOther() {
        Caller reader = new Caller("ci", Role.READ, TEAM);
        HttpResponse all = untouchableAtATime().answer(request("GET /api/mlflow/workspaces", reader, Map.of(), ""));
        assertThat(json(all).toString()).isEqualTo("{\"workspaces\":[{\"name\":\"team\"}]}");
        assertThat(status(reader, "team")).isEqualTo(200);
        assertThat(status(reader, "other")).isEqualTo(404);
        assertThat(status(Caller.administrator("root"), "other")).isEqualTo(200);
        assertThat(status(Caller.administrator("root"), "No")).isEqualTo(400);
    }

    private static int status(Caller caller, String workspace) {
        return untouchableAtATime()
                .answer(request("GET /api/mlflow/workspaces/" + workspace, caller, Map.of(), ""))
                .status();
    }

    private static TrackingApi untouchableAtATime() {
        return new TrackingWorld().api;
    }

    @Test
    void constructors_ofTheApi_areOne() {
        assertThat(Arrays.asList(TrackingApi.class.getDeclaredConstructors())).hasSize(1);
    }
}
