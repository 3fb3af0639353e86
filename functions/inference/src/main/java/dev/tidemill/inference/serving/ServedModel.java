package dev.tidemill.inference.serving;

import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.learning.ModelBundle;
import dev.tidemill.learning.RequestPath;

/** A version of a model with its bundle, ready to predict. Immutable. */
public record ServedModel(Workspace workspace, String model, int version, ModelBundle bundle) {
    /** The way from a request to this version's prediction. */
    public RequestPath path() {
        return bundle.path();
    }

    /** What a caller may send. */
    public RequestSpec request() {
        RequestSpec request = path().spec().request();
        if (request == null) {
            throw new IllegalStateException("model " + model + " version " + version + " declares no request");
        }
        return request;
    }

    /** The project that the version belongs to. */
    public String project() {
        return bundle.manifest().project();
    }
}
