package dev.tidemill.contract.project;

import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a revision: a project's files as they were pushed, checked before they were stored.
 *
 * @param formatVersion of this shape: 1
 * @param files content by path
 * @param commit null when the folder is under no version control
 * @param dirty whether the files differed from the commit
 * @param labelDatasets the datasets that the label's SQL reads, in order
 */
public record PushedProject(
        int formatVersion,
        String project,
        String revision,
        Map<String, String> files,
        @Nullable String commit,
        boolean dirty,
        Instant pushedAt,
        List<String> labelDatasets) {
    /** The version of this shape that is written. */
    public static final int FORMAT = 1;

    public PushedProject {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        labelDatasets = labelDatasets == null ? List.of() : List.copyOf(labelDatasets);
    }

    /** Where a revision lies in the artifacts store. */
    public static String key(Workspace workspace, String project, String revision) {
        return "w/" + workspace.name() + "/projects/" + project + "/revisions/" + revision + ".json";
    }

    /**
     * Reads a revision from the artifacts store.
     *
     * @throws ProblemException {@code NO_SUCH_REVISION} when it is not stored, or as {@link #read}
     */
    public static PushedProject load(ObjectStore artifacts, Workspace workspace, String project, String revision) {
        return artifacts
                .read(key(workspace, project, revision))
                .map(PushedProject::read)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_REVISION",
                        "The project '" + project + "' has no revision '" + revision + "'.",
                        List.of(new Problem.Detail("revision", revision, "a pushed revision"))));
    }

    /**
     * Reads the stored form.
     *
     * @throws ProblemException {@code UNKNOWN_FORMAT} when it was written by a later Tidemill
     */
    public static PushedProject read(byte[] json) {
        PushedProject pushed = Json.read(new String(json, StandardCharsets.UTF_8), PushedProject.class);
        if (pushed.formatVersion != FORMAT) {
            throw new ProblemException(
                    "UNKNOWN_FORMAT",
                    "Revision " + pushed.revision + " is stored in format " + pushed.formatVersion
                            + "; this Tidemill reads format " + FORMAT + ".");
        }
        return pushed;
    }

    /** The project that the files declare. */
    public ProjectSpec spec() {
        return ProjectReader.readStored(files);
    }
}
