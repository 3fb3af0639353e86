package dev.tidemill.core.access;

import dev.tidemill.core.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The roles of signers by the access lists of projects. The root user of the account and the administrators that the
 * deployment names administer everything. Without named administrators everybody who signs administers a workspace until
 * one of its projects has a list. A changed list holds after {@link #KEPT} everywhere.
 */
public final class ListedAccess implements Entrance {
    /** How long lists are not asked for again. */
    public static final Duration KEPT = Duration.ofSeconds(30);

    private record Known(WorkspaceAccess access, Instant until) {}

    private final AccessLists lists;
    private final List<String> administrators;
    private final List<String> workers;
    private final InstantSource clock;
    private final Map<Workspace, Known> known = new ConcurrentHashMap<>();

    /**
     * @param administrators principals that the deployment names; empty for none
     * @param workers principals of the deployment's own jobs, which contribute to every workspace
     */
    public ListedAccess(AccessLists lists, List<String> administrators, List<String> workers, InstantSource clock) {
        this.lists = lists;
        this.administrators = List.copyOf(administrators);
        this.workers = List.copyOf(workers);
        this.clock = clock;
    }

    @Override
    public Caller admit(Caller caller, Workspace workspace, Subject subject) {
        Signer signer = caller.signer();
        if (signer == null) {
            return caller;
        }
        if (signer.root() || administrators.stream().anyMatch(signer::is)) {
            return caller.in(null, Role.ADMINISTER);
        }
        return caller.in(workspace, role(signer, workspace, subject));
    }

    private @Nullable Role role(Signer signer, Workspace workspace, Subject subject) {
        WorkspaceAccess access = access(workspace);
        if (!access.listed() && administrators.isEmpty()) {
            return Role.ADMINISTER;
        }
        Optional<Role> listed = access.role(signer, subject);
        boolean worker = workers.stream().anyMatch(signer::is);
        if (worker && listed.filter(role -> role.allows(Role.CONTRIBUTE)).isEmpty()) {
            return Role.CONTRIBUTE;
        }
        return listed.orElse(null);
    }

    private WorkspaceAccess access(Workspace workspace) {
        Instant now = clock.instant();
        Known found = known.get(workspace);
        if (found == null || !now.isBefore(found.until)) {
            found = new Known(lists.of(workspace), now.plus(KEPT));
            known.put(workspace, found);
        }
        return found.access;
    }
}
