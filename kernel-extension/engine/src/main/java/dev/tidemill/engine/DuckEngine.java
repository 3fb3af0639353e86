package dev.tidemill.engine;

import dev.tidemill.client.engine.FeatureRequest;
import dev.tidemill.client.engine.InferRequest;
import dev.tidemill.client.engine.Leak;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.Preview;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.engine.TrainRequest;
import dev.tidemill.client.table.Table;
import dev.tidemill.columnar.DatasetSource;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.engine.onboarding.ProjectDraft;
import dev.tidemill.engine.training.LocalTrainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The local engine on DuckDB. */
final class DuckEngine implements LocalEngine {
    private static final long LEAST_MEMORY = 256L << 20;
    private static final double SHARE_OF_MEMORY = 0.5;

    private final Session session;
    private final TableStore store;
    private final Workbench workbench;
    private final Queries queries;
    private final FeatureTables features;
    private final TrainingSetChecks checks;
    private final LocalTrainer trainer;

    DuckEngine(Api api, Path folder) throws IOException, SQLException {
        Path home = Files.createDirectories(folder).toRealPath();
        this.session = Session.open(home.resolve("sessions"));
        SandboxSettings settings = settings();
        this.store = new TableStore(session, settings);
        this.workbench = new Workbench(session, settings, store);
        DatasetSource datasets = new HttpDatasets(api, home.resolve("datasets"));
        PushedSpecs specs = new PushedSpecs(api);
        this.queries = new Queries(workbench, datasets, specs);
        workbench.answerWith(queries);
        this.features = new FeatureTables(workbench, datasets, specs);
        this.checks = new TrainingSetChecks(workbench, datasets);
        this.trainer = new LocalTrainer(api, datasets, session.folder(), InstantSource.system());
    }

    private static SandboxSettings settings() {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                        ? machine.getTotalMemorySize()
                        : Runtime.getRuntime().maxMemory();
        return new SandboxSettings(
                Math.max(LEAST_MEMORY, (long) (memory * SHARE_OF_MEMORY)),
                Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Table sql(String query, Scope scope) {
        try {
            return Guarded.call(() -> queries.run(query, scope));
        } finally {
            Reference.reachabilityFence(scope);
        }
    }

    @Override
    public Table features(Table entities, FeatureRequest request) {
        try {
            return Guarded.call(() -> features.compute(entities, request));
        } finally {
            Reference.reachabilityFence(entities);
        }
    }

    @Override
    public Map<String, String> inferProject(Path csv, InferRequest request) {
        return Guarded.call(() -> ProjectDraft.of(session.folder(), csv, request));
    }

    @Override
    public List<Leak> leaks(Map<String, String> files, int sample, Consumer<String> progress) {
        return Guarded.call(() -> checks.leaks(files, sample, progress));
    }

    @Override
    public Preview preview(Map<String, String> files) {
        return Guarded.call(() -> checks.preview(files));
    }

    @Override
    public String train(TrainRequest request, Consumer<String> progress) {
        return Guarded.call(() -> trainer.train(request, progress));
    }

    @Override
    public void close() {
        Guarded.call(() -> {
            store.close();
            session.close();
            return true;
        });
    }
}
