package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Access lists in memory. */
public final class InMemoryAccessLists implements AccessLists {
    private final Map<Workspace, WorkspaceAccess> all = new ConcurrentHashMap<>();

    @Override
    public WorkspaceAccess of(Workspace workspace) {
        return all.getOrDefault(workspace, WorkspaceAccess.NONE);
    }

    @Override
    public void put(Workspace workspace, String project, @Nullable ProjectAccess list, @Nullable String by) {
        all.compute(workspace, (w, access) -> (access == null ? WorkspaceAccess.NONE : access).with(project, list, by));
    }
}
