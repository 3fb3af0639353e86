package dev.tidemill.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final Permissions PERMISSIONS = Permissions.of(
            Map.of(Role.READ, List.of("GET /a", "GET /health"), Role.CONTRIBUTE, List.of("POST /a")),
            Set.of("GET /health"));

    private static Caller of(Role role) {
        return new Caller("ci", role, TEAM);
    }

    @Test
    void check_roleAtLeastTheNeeded_passes() {
        for (Role role : Role.values()) {
            assertThatCode(() -> PERMISSIONS.check("GET /a", of(role), TEAM)).doesNotThrowAnyException();
        }
        assertThatCode(() -> PERMISSIONS.check("POST /a", Caller.administrator("root"), TEAM))
                .doesNotThrowAnyException();
    }

    @Test
    void check_lowerRole_isDeniedByName() {
        assertThatThrownBy(() -> PERMISSIONS.check("POST /a", of(Role.READ), TEAM))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("PERMISSION_DENIED"))
                .hasMessageContaining("'ci' has the role read: POST /a needs contribute");
    }

    @Test
    void check_routeOutsideWorkspaces_passesFromAnyOne() {
        assertThatCode(() -> PERMISSIONS.check("GET /health", of(Role.READ), Workspace.DEFAULT))
                .doesNotThrowAnyException();
    }

    @Test
    void of_routeTwice_isRefused() {
        assertThatThrownBy(() ->
                        Permissions.of(Map.of(Role.READ, List.of("GET /a"), Role.APPROVE, List.of("GET /a")), Set.of()))
                .hasMessage("GET /a is listed twice");
    }

    @Test
    void check_otherWorkspaceUnlistedRouteOrNobody_isDenied() {
        assertThatThrownBy(() -> PERMISSIONS.check("GET /a", of(Role.ADMINISTER), Workspace.DEFAULT))
                .hasMessageContaining("may not enter workspace 'default'");
        assertThatThrownBy(() -> PERMISSIONS.check("GET /b", Caller.administrator("root"), TEAM))
                .hasMessageContaining("No role is defined for GET /b");
        assertThatThrownBy(() -> PERMISSIONS.check("GET /a", Caller.nobody("anonymous"), TEAM))
                .hasMessageContaining("'anonymous' has the role of nobody");
    }
}
