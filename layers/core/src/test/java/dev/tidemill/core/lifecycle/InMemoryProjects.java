package dev.tidemill.core.lifecycle;

import dev.tidemill.core.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Projects in memory. */
public final class InMemoryProjects implements Projects {
    private record Name(Workspace workspace, String project) {}

    private final Map<Name, Map<String, Revision>> revisions = new HashMap<>();
    private final Map<Name, String> latest = new HashMap<>();

    @Override
    public synchronized boolean push(Revision revision) {
        Name name = new Name(revision.workspace(), revision.project());
        latest.put(name, revision.id());
        return revisions.computeIfAbsent(name, n -> new HashMap<>()).putIfAbsent(revision.id(), revision) == null;
    }

    @Override
    public synchronized Optional<Revision> latest(Workspace workspace, String project) {
        return Optional.ofNullable(latest.get(new Name(workspace, project)))
                .flatMap(id -> find(workspace, project, id));
    }

    @Override
    public synchronized Optional<Revision> find(Workspace workspace, String project, String id) {
        return Optional.ofNullable(
                revisions.getOrDefault(new Name(workspace, project), Map.of()).get(id));
    }

    @Override
    public synchronized List<String> list(Workspace workspace) {
        return latest.keySet().stream()
                .filter(name -> name.workspace().equals(workspace))
                .map(Name::project)
                .sorted()
                .toList();
    }
}
