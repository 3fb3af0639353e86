package dev.tidemill.lifecycleapi.project;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.AccessLists;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.Permissions;
import dev.tidemill.core.access.ProjectAccess;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Signer;
import dev.tidemill.core.access.WorkspaceAccess;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the access list of the revision that was pushed last into force. Safe for use by several threads. */
public final class ChangeAccess {
    private final AccessLists lists;

    public ChangeAccess(AccessLists lists) {
        this.lists = lists;
    }

    /**
     * Lets pass a push that leaves the project's access list as it is, or comes from an administrator.
     *
     * @throws ProblemException {@code PERMISSION_DENIED}
     */
    void check(Workspace workspace, ProjectSpec spec, Caller caller) {
        WorkspaceAccess access = lists.of(workspace);
        ProjectAccess before = access.projects().get(spec.project());
        ProjectAccess after = of(spec);
        if (!Objects.equals(principals(before), principals(after))) {
            Permissions.check("changing access in project.yaml of project " + spec.project(), Role.ADMINISTER, caller);
        }
        if (after != null && !caller.may(Role.ADMINISTER)) {
            access.projects().forEach((project, list) -> {
                if (!project.equals(spec.project()) && list.model().equals(after.model())) {
                    throw new ProblemException(
                            Permissions.DENIED,
                            "Model '" + after.model() + "' is project " + project + "'s, which has an access list.",
                            List.of(new Problem.Detail(
                                    "project.yaml /serving/model", after.model(), "a model of the project's own")));
                }
            });
        }
    }

    /** Puts the list into force; whoever signed the push of a workspace's first list administers it from then on. */
    void apply(Workspace workspace, ProjectSpec spec, Caller caller) {
        Signer signer = caller.signer();
        lists.put(workspace, spec.project(), of(spec), signer == null ? null : signer.principal());
    }

    private static Map<Role, List<String>> principals(@Nullable ProjectAccess list) {
        return list == null ? Map.of() : list.principals();
    }

    private static @Nullable ProjectAccess of(ProjectSpec spec) {
        ProjectSpec.Access access = spec.access();
        if (access == null) {
            return null;
        }
        ProjectSpec.ServingSpec serving = spec.serving();
        ProjectAccess list = new ProjectAccess(
                serving == null ? spec.project() : serving.model(),
                Map.of(
                        Role.READ, access.read(),
                        Role.CONTRIBUTE, access.contribute(),
                        Role.APPROVE, access.approve(),
                        Role.ADMINISTER, access.administer()));
        return list.principals().isEmpty() ? null : list;
    }
}
