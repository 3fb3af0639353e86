package dev.tidemill.lifecycleapi;

import dev.tidemill.core.IdSource;
import dev.tidemill.core.access.AccessLists;
import dev.tidemill.core.access.Entrance;
import dev.tidemill.core.access.Tokens;
import dev.tidemill.core.feature.OnlineStore;
import dev.tidemill.core.ingestion.IngestionLedger;
import dev.tidemill.core.lifecycle.ExecutionLogs;
import dev.tidemill.core.lifecycle.Executions;
import dev.tidemill.core.lifecycle.IdempotencyStore;
import dev.tidemill.core.lifecycle.Projects;
import dev.tidemill.core.lifecycle.Triggers;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.training.TaskTokens;
import dev.tidemill.core.workflow.StateMachines;
import dev.tidemill.lifecycleapi.lineage.PredictionLog;
import dev.tidemill.lifecycleapi.project.LakeFiles;
import dev.tidemill.lifecycleapi.project.ProjectChecks;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Everything outside that the HTTP door reaches.
 *
 * @param accessLists as they are written; {@code entrance} reads them
 * @param secrets 32 random bytes at each call
 */
record Ports(
        Projects projects,
        Executions executions,
        ExecutionLogs logs,
        Triggers triggers,
        IdempotencyStore idempotency,
        TaskTokens tokens,
        Tokens accessTokens,
        AccessLists accessLists,
        Entrance entrance,
        IngestionLedger ledger,
        Registry registry,
        OnlineStore features,
        ObjectStore lake,
        ObjectStore artifacts,
        StateMachines machines,
        PredictionLog predictions,
        LakeFiles lakeFiles,
        ProjectChecks checks,
        IdSource ids,
        Supplier<byte[]> secrets,
        InstantSource clock) {}
