package dev.tidemill.core.ingestion;

import dev.tidemill.core.Workspace;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Landed ingestions in memory. */
public final class InMemoryIngestionLedger implements IngestionLedger {
    private final Map<String, Landed> landed = new HashMap<>();

    @Override
    public synchronized void record(Landed ingestion) {
        landed.putIfAbsent(ingestion.workspace().name() + "/" + ingestion.ingestionId(), ingestion);
    }

    @Override
    public synchronized Optional<Landed> find(Workspace workspace, String ingestionId) {
        return Optional.ofNullable(landed.get(workspace.name() + "/" + ingestionId));
    }

    @Override
    public synchronized List<Landed> list(Workspace workspace, String project, String dataset) {
        return landed.values().stream()
                .filter(l -> l.workspace().equals(workspace)
                        && l.project().equals(project)
                        && l.dataset().equals(dataset))
                .sorted(Comparator.comparing(Landed::landedAt).thenComparing(Landed::ingestionId))
                .toList();
    }
}
