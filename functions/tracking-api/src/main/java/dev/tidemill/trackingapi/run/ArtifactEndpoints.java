package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.artifact.ArtifactTree;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Endpoint;
import java.util.Map;

/** Calls under {@code artifacts}: the files and folders of a run whose artifacts lie in our store. */
public final class ArtifactEndpoints {
    private final Tracking tracking;
    private final ArtifactTree artifacts;

    public ArtifactEndpoints(Tracking tracking, ArtifactTree artifacts) {
        this.tracking = tracking;
        this.artifacts = artifacts;
    }

    /** The endpoints by method and path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of("GET artifacts/list", this::list);
    }

    private ObjectNode list(Call call) {
        Run run = RunEndpoints.require(tracking, call);
        return artifacts.list(run.artifactUri(), call.parameters().textOrEmpty("path"), call.parameters());
    }
}
