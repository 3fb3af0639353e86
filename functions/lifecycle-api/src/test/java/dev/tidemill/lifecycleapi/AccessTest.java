package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpRequest;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.ListedAccess;
import dev.tidemill.core.access.ProjectAccess;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Signer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who signed by IAM has the role that the project's access list gives. */
class AccessTest {
    private static final String LIST =
            "access: {read: [role/readers], contribute: [role/contributors], approve: [role/approvers],"
                    + " administer: [role/administrators]}";
    private static final String PUSH = "/v1/projects/parcels/revisions";

    private final World world = new World();

    private record Told(int status, JsonNode body) {
        String code() {
            return body.path("error").path("code").asText();
        }
    }

    private Told call(Caller caller, String method, String path, @Nullable Object body) {
        HttpResponse response = LifecycleApi.door(world.ports, World.PREFIX, "1.2.3")
                .apply(new HttpRequest(
                        method,
                        path,
                        Map.of(),
                        Map.of("content-type", "application/json"),
                        body == null ? new byte[0] : Json.write(body).getBytes(StandardCharsets.UTF_8),
                        "req-7",
                        caller));
        return new Told(response.status(), Json.parse(new String(response.body(), StandardCharsets.UTF_8)));
    }

    private static Caller role(String name) {
        return Caller.signed(new Signer("arn:aws:sts::1:assumed-role/" + name + "/session", "1"));
    }

    private static Caller of(Role role) {
        return role(
                switch (role) {
                    case READ -> "readers";
                    case CONTRIBUTE -> "contributors";
                    case APPROVE -> "approvers";
                    case ADMINISTER -> "administrators";
                });
    }

    private Told push(Caller caller, String access) {
        Map<String, String> files = new HashMap<>(World.files());
        files.put("project.yaml", files.get("project.yaml") + access + "\n");
        return call(caller, "POST", PUSH, Map.of("files", files));
    }

    private void later() {
        world.at(world.ports.clock().instant().plus(ListedAccess.KEPT));
    }

    @BeforeEach
    void list() {
        assertThat(push(role("first"), LIST).status()).isEqualTo(201);
        later();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void signer_onEveryRouteOfTheProjectAndItsModel_isRefusedWhatHisRoleIsTooLowFor(Role role) {
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        int refused = 0;
        for (String route : new TreeSet<>(world.router().keys())) {
            Role needed = LifecyclePermissions.TABLE.roles().getOrDefault(route, Role.ADMINISTER);
            if (!role.allows(needed)) {
                String[] words = route.split(" ", 2);
                String path = words[1].replaceFirst("\\{}", words[1].contains("/models/") ? "parcel-delay" : "parcels");
                Told told = call(of(role), words[0], path.replace("{}", "1"), Map.of());
                assertThat(told.status()).as(route).isEqualTo(403);
                assertThat(told.code()).isEqualTo("PERMISSION_DENIED");
                assertThat(told.body().path("error").path("message").asText())
                        .contains(route, "has the role " + role.name().toLowerCase(Locale.ROOT), "needs");
                refused++;
            }
        }
        assertThat(refused > 0).isEqualTo(role != Role.ADMINISTER);
        assertThat(call(of(role), "GET", "/v1/projects/parcels", null).status()).isEqualTo(200);
        assertThat(call(of(role), "GET", "/v1/models/parcel-delay", null).status())
                .isEqualTo(200);
        assertThat(call(role("strangers"), "GET", "/v1/projects/parcels", null).status())
                .isEqualTo(403);
    }

    @Test
    void signer_withoutLists_administersAsBefore() {
        assertThat(call(role("anyone"), "GET", "/w/other/v1/tokens", null).status())
                .isEqualTo(200);
        assertThat(call(role("anyone"), "GET", "/v1/tokens", null).status()).isEqualTo(403);
        assertThat(call(role("first"), "GET", "/v1/tokens", null).status()).isEqualTo(200);
    }

    @Test
    void push_byAContributor_leavesTheListAsItIs() {
        String other = LIST.replace("role/readers", "role/readers, role/friends");
        assertThat(push(of(Role.CONTRIBUTE), LIST).status()).isEqualTo(200);
        for (String changed : new String[] {other, ""}) {
            Told told = push(of(Role.APPROVE), changed);
            assertThat(told.status()).isEqualTo(403);
            assertThat(told.body().path("error").path("message").asText())
                    .contains("changing access in project.yaml of project parcels", "approve", "needs administer");
        }
        assertThat(push(of(Role.ADMINISTER), other).status()).isEqualTo(201);
        later();
        assertThat(call(role("friends"), "GET", "/v1/projects/parcels", null).status())
                .isEqualTo(200);
        assertThat(push(role("first"), "").status()).isEqualTo(201);
        later();
        assertThat(call(role("strangers"), "GET", "/v1/projects/parcels", null).status())
                .isEqualTo(200);
    }

    @Test
    void push_ofAnotherProjectsModel_isRefused() {
        world.accessLists.put(
                Workspace.DEFAULT,
                "other",
                new ProjectAccess("parcel-delay", Map.of(Role.READ, List.of("role/x"))),
                null);
        assertThat(push(of(Role.CONTRIBUTE), LIST).body().toString()).contains("project other's");
        assertThat(push(of(Role.ADMINISTER), LIST).status()).isEqualTo(200);
    }

    @Test
    void push_withWhatIsNoPrincipal_isRefusedByPlace() {
        Told told = push(role("first"), "access: {read: [analysts]}");
        assertThat(told.code()).isEqualTo("INVALID_PROJECT");
        assertThat(told.body().toString()).contains("/access/read/0", "analysts");
    }

    @Test
    void execution_isOfItsProject() {
        String id = call(role("first"), "POST", "/v1/projects/parcels/trainings", Map.of())
                .body()
                .at("/execution/id")
                .asText();
        world.accessLists.put(
                Workspace.DEFAULT, "q", new ProjectAccess("q", Map.of(Role.APPROVE, List.of("role/q"))), null);
        later();
        assertThat(call(role("q"), "GET", "/v1/executions/" + id, null).status())
                .isEqualTo(403);
        assertThat(call(of(Role.READ), "GET", "/v1/executions/" + id, null).status())
                .isEqualTo(200);
        assertThat(call(of(Role.READ), "POST", "/v1/executions/" + id + ":cancel", Map.of())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void import_ofAWorkspaceThatTheSignerMayNotRead_isRefused() {
        world.register("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        Map<String, Object> from = Map.of("workspace", "default", "model", "parcel-delay", "version", 1);
        assertThat(call(role("strangers"), "POST", "/w/free/v1/models:import", from)
                        .code())
                .isEqualTo("PERMISSION_DENIED");
        assertThat(call(of(Role.READ), "POST", "/w/free/v1/models:import", from).code())
                .isEqualTo("MISSING_ARTIFACTS");
    }
}
