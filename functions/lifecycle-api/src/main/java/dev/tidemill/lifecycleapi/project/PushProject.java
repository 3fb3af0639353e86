package dev.tidemill.lifecycleapi.project;

import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Projects;
import dev.tidemill.core.lifecycle.Revision;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks a project's files and keeps them as a revision. Safe for use by several threads. */
public final class PushProject {
    private final Projects projects;
    private final ObjectStore artifacts;
    private final ProjectChecks checks;
    private final ChangeAccess access;
    private final InstantSource clock;

    public PushProject(
            Projects projects, ObjectStore artifacts, ProjectChecks checks, ChangeAccess access, InstantSource clock) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.checks = checks;
        this.access = access;
        this.clock = clock;
    }

    /**
     * @param commit null when the folder is under no version control
     * @param dirty whether the files differ from the commit
     */
    public record Source(
            Map<String, String> files, @Nullable String commit, boolean dirty) {}

    /**
     * @param created false when the same files were pushed before
     * @param warnings what is probably a mistake
     */
    public record Pushed(String project, String revision, boolean created, List<Problem.Detail> warnings) {}

    /**
     * Checks and stores; the same files give the same revision, which is then the project's latest again.
     *
     * @throws ProblemException {@code INVALID_PROJECT} or {@code NOT_YET}, with every fault found, {@code
     *     PERMISSION_DENIED} when another than an administrator changes who has access; nothing is stored then
     */
    public Pushed push(Workspace workspace, String project, Source source, Caller caller) {
        Checked checked = check(project, source);
        access.check(workspace, checked.spec, caller);
        Instant now = clock.instant();
        String id = ProjectReader.revisionId(source.files());
        String key = PushedProject.key(workspace, project, id);
        PushedProject stored = new PushedProject(
                PushedProject.FORMAT,
                project,
                id,
                source.files(),
                source.commit(),
                source.dirty(),
                now,
                checked.labelDatasets);
        artifacts.writeNew(key, Json.write(stored).getBytes(StandardCharsets.UTF_8), "application/json");
        boolean created = projects.push(
                new Revision(workspace, project, id, key, source.commit(), source.dirty(), now, caller.principal()));
        access.apply(workspace, checked.spec, caller);
        return new Pushed(project, id, created, checked.warnings);
    }

    /**
     * Checks only.
     *
     * @throws ProblemException as {@link #push}
     */
    public Pushed validate(String project, Source source) {
        Checked checked = check(project, source);
        return new Pushed(project, ProjectReader.revisionId(source.files()), false, checked.warnings);
    }

    private record Checked(ProjectSpec spec, List<Problem.Detail> warnings, List<String> labelDatasets) {}

    private Checked check(String project, Source source) {
        ProjectReader.Checked checked = ProjectReader.check(source.files());
        if (!checked.spec().project().equals(project)) {
            throw new ProblemException(
                    "INVALID_PROJECT",
                    "The project's name differs from the one in the path.",
                    List.of(new Problem.Detail(
                            "project.yaml /project", checked.spec().project(), project)));
        }
        ProjectChecks.Verdict verdict = checks.check(checked.spec());
        if (!verdict.faults().isEmpty()) {
            int faults = verdict.faults().size();
            throw new ProblemException(
                    "INVALID_PROJECT",
                    "The project has " + faults + (faults == 1 ? " fault." : " faults."),
                    verdict.faults());
        }
        return new Checked(checked.spec(), checked.warnings(), verdict.labelDatasets());
    }
}
