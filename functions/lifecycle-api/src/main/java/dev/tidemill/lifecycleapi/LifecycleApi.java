package dev.tidemill.lifecycleapi;

import dev.tidemill.core.registry.TakeVersionOver;
import dev.tidemill.lifecycleapi.execution.CancelExecution;
import dev.tidemill.lifecycleapi.execution.ExecutionJson;
import dev.tidemill.lifecycleapi.execution.LocalTraining;
import dev.tidemill.lifecycleapi.execution.RequestWork;
import dev.tidemill.lifecycleapi.execution.StartExecution;
import dev.tidemill.lifecycleapi.http.HttpDoor;
import dev.tidemill.lifecycleapi.http.Idempotency;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.imported.ImportModel;
import dev.tidemill.lifecycleapi.lineage.TraceLineage;
import dev.tidemill.lifecycleapi.project.ChangeAccess;
import dev.tidemill.lifecycleapi.project.DescribeDatasets;
import dev.tidemill.lifecycleapi.project.LoadProject;
import dev.tidemill.lifecycleapi.project.PrepareUpload;
import dev.tidemill.lifecycleapi.project.PushProject;
import dev.tidemill.lifecycleapi.project.ReadOnlineFeatures;
import dev.tidemill.lifecycleapi.project.ShareFiles;
import dev.tidemill.lifecycleapi.route.DatasetRoutes;
import dev.tidemill.lifecycleapi.route.ExecutionRoutes;
import dev.tidemill.lifecycleapi.route.LocalTrainingRoutes;
import dev.tidemill.lifecycleapi.route.LogRoutes;
import dev.tidemill.lifecycleapi.route.ModelHistoryRoutes;
import dev.tidemill.lifecycleapi.route.ModelImportRoutes;
import dev.tidemill.lifecycleapi.route.ModelReviewRoutes;
import dev.tidemill.lifecycleapi.route.ModelRoutes;
import dev.tidemill.lifecycleapi.route.ModelTransferRoutes;
import dev.tidemill.lifecycleapi.route.ProjectRoutes;
import dev.tidemill.lifecycleapi.route.RootRoutes;
import dev.tidemill.lifecycleapi.route.TokenRoutes;
import dev.tidemill.lifecycleapi.route.WorkRoutes;
import dev.tidemill.lifecycleapi.token.IssueToken;

/** Puts routes, use cases and ports together. */
final class LifecycleApi {
    private LifecycleApi() {}

    static HttpDoor door(Ports ports, String stateMachinePrefix, String version) {
        return new HttpDoor(
                router(ports, stateMachinePrefix, version),
                new Idempotency(ports.idempotency(), ports.clock()),
                LifecyclePermissions.TABLE,
                ports.entrance(),
                ports.executions());
    }

    static Router router(Ports ports, String stateMachinePrefix, String version) {
        LoadProject load = new LoadProject(ports.projects(), ports.artifacts());
        ExecutionJson json = new ExecutionJson(stateMachinePrefix);
        StartExecution start = new StartExecution(ports.executions(), ports.machines(), ports.ids(), ports.clock());
        Router router = new Router();
        new RootRoutes(version).addTo(router);
        new ProjectRoutes(
                        ports.projects(),
                        load,
                        new PushProject(
                                ports.projects(),
                                ports.artifacts(),
                                ports.checks(),
                                new ChangeAccess(ports.accessLists()),
                                ports.clock()))
                .addTo(router);
        ShareFiles files = new ShareFiles(ports.lakeFiles(), ports.lake(), ports.artifacts());
        new DatasetRoutes(
                        load,
                        new PrepareUpload(ports.lake()),
                        new DescribeDatasets(ports.ledger(), ports.executions(), ports.lake(), ports.artifacts()),
                        files,
                        new ReadOnlineFeatures(ports.features()),
                        ports.clock())
                .addTo(router);
        new WorkRoutes(new RequestWork(load, ports.registry(), ports.lake(), start), json).addTo(router);
        new ExecutionRoutes(
                        ports.executions(),
                        new CancelExecution(ports.executions(), ports.machines(), ports.tokens(), ports.clock()),
                        ports.machines(),
                        ports.triggers(),
                        load,
                        ports.artifacts(),
                        json)
                .addTo(router);
        new LogRoutes(ports.executions(), ports.logs()).addTo(router);
        new LocalTrainingRoutes(
                        new LocalTraining(
                                ports.executions(), load, ports.artifacts(), ports.tokens(), ports.machines()),
                        json)
                .addTo(router);
        new ModelRoutes(
                        ports.registry(),
                        files,
                        new TraceLineage(ports.predictions(), ports.registry(), ports.executions(), ports.ledger()),
                        ports.clock())
                .addTo(router);
        new ModelHistoryRoutes(ports.registry(), ports.clock()).addTo(router);
        new ModelReviewRoutes(ports.registry(), ports.clock()).addTo(router);
        new ModelImportRoutes(
                        ports.registry(),
                        new ImportModel(ports.registry(), ports.artifacts(), ports.clock()),
                        ports.clock())
                .addTo(router);
        new ModelTransferRoutes(
                        ports.registry(),
                        new TakeVersionOver(ports.registry(), ports.artifacts()),
                        files,
                        ports.entrance(),
                        ports.clock())
                .addTo(router);
        new TokenRoutes(
                        ports.accessTokens(),
                        new IssueToken(ports.accessTokens(), ports.ids(), ports.secrets(), ports.clock()),
                        ports.clock())
                .addTo(router);
        return router;
    }
}
