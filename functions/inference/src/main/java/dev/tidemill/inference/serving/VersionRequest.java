package dev.tidemill.inference.serving;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which version a work step is to use: a number, or what an alias names now.
 *
 * @param version null to use the alias
 * @param alias null for {@value ServedModels#CHAMPION}; in a deployment, the alias to be moved
 */
public record VersionRequest(
        @Nullable String model,
        @Nullable Integer version,
        @Nullable String alias) {
    /**
     * Finds the version.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when no model is named, or that there is no such version
     */
    public ServedModel find(ServedModels models, Workspace workspace) {
        if (model == null) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The request names no model.",
                    List.of(new Problem.Detail("request.model", "null", "the name of a registered model")));
        }
        return version == null
                ? models.byAlias(workspace, model, alias == null ? ServedModels.CHAMPION : alias)
                : models.version(workspace, model, version);
    }
}
