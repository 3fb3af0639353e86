package dev.tidemill.lifecycleapi.route;

import dev.tidemill.contract.Json;
import dev.tidemill.core.registry.AliasRule;
import dev.tidemill.core.registry.ModelCard;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.VersionStatus;
import dev.tidemill.lifecycleapi.http.Body;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What people say of versions: their cards, whether they may go into production, where they stand, and which aliases are
 * guarded. Each can be repeated: what is so already is not recorded again.
 */
public final class ModelReviewRoutes {
    private static final String WHY = "the reason in words";
    private static final String MARKDOWN = "Markdown";
    private static final Set<String> STATUS =
            Arrays.stream(VersionStatus.values()).map(VersionStatus::text).collect(Collectors.toUnmodifiableSet());
    private static final String NOTHING = "nothing";
    private static final Set<String> DEMANDS = Set.of(AliasRule.TRAINED.word(), AliasRule.RECORDED.word(), NOTHING);

    private final Registry registry;
    private final ModelPaths paths;

    public ModelReviewRoutes(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.paths = new ModelPaths(registry, clock);
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1/models/{model}/versions/{version}/card", this::card)
                .on("PUT", "/v1/models/{model}/versions/{version}/card", this::editCard)
                .on("POST", "/v1/models/{model}/versions/{version}/status", this::changeStatus)
                .on("POST", "/v1/models/{model}/versions/{version}/approvals", this::approve)
                .on("PUT", "/v1/models/{model}/aliases/{alias}/rule", this::rule);
    }

    private Response card(Request request) {
        new Query(request);
        return Response.ok(ModelJson.card(paths.version(request)));
    }

    private Response editCard(Request request) {
        Body body = Body.of(request, "markdown", "intendedUse", "data", "metrics", "limits", "owner", "why");
        ModelCard card = new ModelCard(
                text(body, "markdown", MARKDOWN),
                text(body, "intendedUse", MARKDOWN),
                text(body, "data", MARKDOWN),
                text(body, "metrics", MARKDOWN),
                text(body, "limits", MARKDOWN),
                text(body, "owner", "who answers for the version"));
        String why = text(body, "why", WHY);
        body.check();
        ModelVersion version = paths.version(request);
        registry.editCard(request.workspace(), version.model(), version.number(), card, paths.change(request, why));
        return Response.ok(ModelJson.card(paths.version(request)));
    }

    private Response changeStatus(Request request) {
        Body body = Body.of(request, "status", "why");
        String status = body.text("status", "one of " + String.join(", ", new TreeSet<>(STATUS)));
        if (!status.isEmpty()) {
            body.choice("status", "", STATUS);
        }
        String why = text(body, "why", WHY);
        body.check();
        ModelVersion version = paths.version(request);
        VersionStatus next = VersionStatus.of(status);
        if (next.serves()) {
            version.requireRecorded("Status " + status);
        }
        registry.changeStatus(request.workspace(), version.model(), version.number(), next, paths.change(request, why));
        return Response.ok(ModelJson.review(paths.version(request)));
    }

    private Response approve(Request request) {
        Body body = Body.of(request, "why");
        String why = text(body, "why", WHY);
        body.check();
        ModelVersion version = paths.version(request);
        registry.approve(request.workspace(), version.model(), version.number(), paths.change(request, why));
        return Response.ok(ModelJson.review(paths.version(request)));
    }

    private Response rule(Request request) {
        Body body = Body.of(request, "demands", "why");
        String demands = body.text("demands", String.join(", ", new TreeSet<>(DEMANDS)));
        if (!demands.isEmpty()) {
            body.choice("demands", NOTHING, DEMANDS);
        }
        String why = text(body, "why", WHY);
        body.check();
        RegisteredModel model = paths.model(request);
        String alias = request.parameter("alias");
        registry.ruleAlias(
                request.workspace(),
                model.name(),
                alias,
                AliasRule.of(demands).orElse(null),
                paths.change(request, why));
        return Response.ok(
                Json.object().put("model", model.name()).put("alias", alias).put("demands", demands));
    }

    private static String text(Body body, String field, String expected) {
        String value = body.optionalText(field, expected);
        return value == null ? "" : value;
    }
}
