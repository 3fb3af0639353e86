package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.lifecycleapi.http.Body;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.project.DescribeDatasets;
import dev.tidemill.lifecycleapi.project.LoadProject;
import dev.tidemill.lifecycleapi.project.LoadProject.Loaded;
import dev.tidemill.lifecycleapi.project.PrepareUpload;
import dev.tidemill.lifecycleapi.project.ReadOnlineFeatures;
import dev.tidemill.lifecycleapi.project.ShareFiles;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Uploads, datasets and stored features. */
public final class DatasetRoutes {
    private static final long LARGEST_UPLOAD = 5L << 30;
    private static final int MOST_VALUES = 1000;

    private final LoadProject load;
    private final PrepareUpload uploads;
    private final DescribeDatasets datasets;
    private final ShareFiles files;
    private final ReadOnlineFeatures features;
    private final InstantSource clock;

    public DatasetRoutes(
            LoadProject load,
            PrepareUpload uploads,
            DescribeDatasets datasets,
            ShareFiles files,
            ReadOnlineFeatures features,
            InstantSource clock) {
        this.load = load;
        this.uploads = uploads;
        this.datasets = datasets;
        this.files = files;
        this.features = features;
        this.clock = clock;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("POST", "/v1/projects/{project}/uploads", this::upload)
                .on("GET", "/v1/projects/{project}/datasets", this::list)
                .on("GET", "/v1/projects/{project}/datasets/{dataset}/quarantine", this::quarantine)
                .on("GET", "/v1/projects/{project}/datasets/{dataset}/profile", this::profile)
                .on("GET", "/v1/projects/{project}/datasets/{dataset}/files", this::files)
                .on("POST", "/v1/projects/{project}/features:online", this::online);
    }

    private Response upload(Request request) {
        Loaded loaded = loaded(request);
        Body body = Body.of(request, "dataset", "purpose", "filename", "size", "sha256");
        String dataset = body.optionalText("dataset", "a dataset");
        String purpose = body.choice("purpose", "dataset", Set.of("dataset", "scoring"));
        body.optionalText("filename", "the file's name");
        Long size = body.integer("size", 1);
        String sha256 = body.text("sha256", "the file's SHA-256 as 64 lower-case hexadecimal digits");
        if (size == null) {
            body.fault("size", "", "the file's size in bytes");
        } else if (size > LARGEST_UPLOAD) {
            body.fault("size", String.valueOf(size), "at most " + LARGEST_UPLOAD + " bytes");
        }
        if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
            body.fault("sha256", sha256, "64 lower-case hexadecimal digits");
        }
        boolean scoring = purpose.equals("scoring");
        if (scoring == (dataset != null)) {
            body.fault("dataset", dataset == null ? "" : dataset, "either a dataset, or purpose 'scoring'");
        }
        body.check();
        if (dataset != null) {
            DescribeDatasets.requireDataset(loaded.spec(), dataset, "body /dataset");
        }
        String folder = dataset == null ? PrepareUpload.SCORING : dataset;
        return Response.ok(uploads.prepare(
                request.workspace(), request.parameter("project"), folder, size == null ? 0 : size, sha256));
    }

    private Response list(Request request) {
        new Query(request);
        return Response.ok(Json.object()
                .set(
                        "datasets",
                        datasets.describe(request.workspace(), loaded(request).spec())));
    }

    private Response quarantine(Request request) {
        Query query = new Query(request, "ingestion", "limit");
        return Response.ok(datasets.quarantine(
                request.workspace(),
                loaded(request).spec(),
                request.parameter("dataset"),
                query.text("ingestion"),
                query.limit("limit", 100, 10_000)));
    }

    private Response profile(Request request) {
        Query query = new Query(request, "ingestion");
        return Response.ok(datasets.profile(
                request.workspace(), loaded(request).spec(), request.parameter("dataset"), query.text("ingestion")));
    }

    private Response files(Request request) {
        Query query = new Query(request, "snapshot");
        return Response.ok(files.dataset(
                request.workspace(),
                loaded(request).spec(),
                request.parameter("dataset"),
                query.integer("snapshot", "the snapshotId that GET datasets names")));
    }

    private Response online(Request request) {
        Loaded loaded = loaded(request);
        Body body = Body.of(request, "features", "entities", "time");
        List<String> names = body.texts("features");
        List<String> entities = body.texts("entities");
        Instant sent = body.instant("time");
        if (names.isEmpty()) {
            body.fault("features", "", "view or view.feature, at least one");
        }
        if (entities.isEmpty()) {
            body.fault("entities", "", "keys of the entity, at least one");
        }
        if ((long) names.size() * entities.size() > MOST_VALUES) {
            body.fault("entities", names.size() + " x " + entities.size(), "at most " + MOST_VALUES + " values");
        }
        body.check();
        Instant time = sent == null ? clock.instant() : sent;
        ObjectNode answer = Json.object().put("time", time.toString());
        answer.set("values", features.read(request.workspace(), loaded.spec(), names, entities, time));
        return Response.ok(answer);
    }

    private Loaded loaded(Request request) {
        return load.latest(request.workspace(), request.parameter("project"));
    }
}
