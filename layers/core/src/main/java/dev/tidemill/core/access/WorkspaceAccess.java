package dev.tidemill.core.access;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The access lists of a workspace.
 *
 * @param projects by name; without those that have no list
 * @param administrators who made the first list, and administers the workspace as long as there is one
 */
public record WorkspaceAccess(Map<String, ProjectAccess> projects, List<String> administrators) {
    /** A workspace without lists. */
    public static final WorkspaceAccess NONE = new WorkspaceAccess(Map.of(), List.of());

    public WorkspaceAccess {
        projects = Map.copyOf(projects);
        administrators = List.copyOf(administrators);
    }

    /** Tells whether anything is restricted. */
    public boolean listed() {
        return !projects.isEmpty();
    }

    /**
     * The role of a signer. In a project with a list, and at its model, it is what the list says; anywhere else, the
     * highest that any list of the workspace gives.
     *
     * @return empty when the signer may do nothing there
     */
    public Optional<Role> role(Signer signer, Subject subject) {
        if (administrators.stream().anyMatch(signer::is)) {
            return Optional.of(Role.ADMINISTER);
        }
        ProjectAccess own = of(subject);
        Collection<ProjectAccess> lists = own == null ? projects.values() : List.of(own);
        return lists.stream().flatMap(list -> list.role(signer).stream()).max(Comparator.naturalOrder());
    }

    private @Nullable ProjectAccess of(Subject subject) {
        String project = subject.project();
        if (project != null) {
            return projects.get(project);
        }
        return projects.values().stream()
                .filter(list -> list.model().equals(subject.model()))
                .findFirst()
                .orElse(null);
    }

    /** With another list of a project, or without one when it is null; nobody is left over when the last one goes. */
    public WorkspaceAccess with(String project, @Nullable ProjectAccess list, @Nullable String by) {
        Map<String, ProjectAccess> next = new HashMap<>(projects);
        if (list == null) {
            next.remove(project);
        } else {
            next.put(project, list);
        }
        if (next.isEmpty()) {
            return NONE;
        }
        return new WorkspaceAccess(next, listed() || by == null ? administrators : List.of(by));
    }
}
