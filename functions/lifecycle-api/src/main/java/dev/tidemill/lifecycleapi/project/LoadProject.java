package dev.tidemill.lifecycleapi.project;

import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.lifecycle.Projects;
import dev.tidemill.core.lifecycle.Revision;
import dev.tidemill.core.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Loads a project's revision; revisions never change, so a few are kept. Safe for use by several threads. */
public final class LoadProject {
    private static final int KEPT = 32;

    private final Projects projects;
    private final ObjectStore artifacts;
    private final Map<String, Loaded> kept = new ConcurrentHashMap<>();

    public LoadProject(Projects projects, ObjectStore artifacts) {
        this.projects = projects;
        this.artifacts = artifacts;
    }

    /** A revision with what its files declare. */
    public record Loaded(Revision revision, PushedProject pushed, ProjectSpec spec) {
        /** Name of the project's registered model. */
        public String model() {
            ProjectSpec.ServingSpec serving = spec.serving();
            return serving == null ? spec.project() : serving.model();
        }
    }

    /**
     * The revision pushed last.
     *
     * @throws ProblemException {@code NO_SUCH_PROJECT}
     */
    public Loaded latest(Workspace workspace, String project) {
        return load(projects.latest(workspace, project).orElseThrow(() -> noSuchProject(workspace, project)));
    }

    /**
     * One revision.
     *
     * @throws ProblemException {@code NO_SUCH_PROJECT} or {@code NO_SUCH_REVISION}
     */
    public Loaded revision(Workspace workspace, String project, String id) {
        Revision latest = projects.latest(workspace, project).orElseThrow(() -> noSuchProject(workspace, project));
        return load(projects.find(workspace, project, id)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_REVISION",
                        "Project " + project + " has no revision '" + id + "'.",
                        List.of(new Problem.Detail(
                                "path revision", id, "a pushed revision; the latest is " + latest.id())))));
    }

    private ProblemException noSuchProject(Workspace workspace, String project) {
        return new ProblemException(
                "NO_SUCH_PROJECT",
                "There is no project '" + project + "' in workspace " + workspace.name() + ".",
                List.of(new Problem.Detail(
                        "path project",
                        project,
                        "a pushed project: " + Spelling.expected(projects.list(workspace), project))));
    }

    private Loaded load(Revision revision) {
        Loaded known = kept.get(revision.key());
        if (known != null) {
            return new Loaded(revision, known.pushed(), known.spec());
        }
        byte[] json = artifacts
                .read(revision.key())
                .orElseThrow(() -> new IllegalStateException("revision " + revision.key() + " is not in the store"));
        PushedProject pushed = PushedProject.read(json);
        Loaded loaded = new Loaded(revision, pushed, pushed.spec());
        if (kept.size() >= KEPT) {
            kept.clear();
        }
        kept.put(revision.key(), loaded);
        return loaded;
    }
}
