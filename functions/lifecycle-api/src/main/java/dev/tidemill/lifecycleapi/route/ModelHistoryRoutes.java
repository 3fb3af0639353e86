package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.Spelling;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.EventTypes;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.HistoryPage;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to registered models, and what their aliases named at any time. */
public final class ModelHistoryRoutes {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    /** Events that one request looks at, whether they are asked for or not; the page token goes on from there. */
    private static final int MOST_LOOKED_AT = 2000;

    /** Of a page, so that it stays below the limit of answers. */
    private static final int MOST_BYTES = 3_000_000;

    private static final List<String> TYPES = List.of(
            EventTypes.MODEL_CREATED,
            EventTypes.MODEL_RENAMED,
            EventTypes.MODEL_DESCRIBED,
            EventTypes.MODEL_TAG_SET,
            EventTypes.MODEL_TAG_DELETED,
            EventTypes.MODEL_DELETED,
            EventTypes.ALIASES_GUARDED,
            EventTypes.ALIAS_MOVED,
            EventTypes.ALIAS_DELETED,
            EventTypes.VERSION_CREATED,
            EventTypes.VERSION_IMPORTED,
            EventTypes.VERSION_RECORDED,
            EventTypes.HISTORY_IMPORTED,
            EventTypes.VERSION_DESCRIBED,
            EventTypes.TAG_SET,
            EventTypes.TAG_DELETED,
            EventTypes.STATUS_CHANGED,
            EventTypes.APPROVAL_GIVEN,
            EventTypes.CARD_EDITED,
            EventTypes.VERSION_DELETED);

    private final Registry registry;
    private final ModelPaths paths;
    private final InstantSource clock;

    public ModelHistoryRoutes(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.paths = new ModelPaths(registry, clock);
        this.clock = clock;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("GET", "/v1/models/{model}/history", this::history)
                .on("GET", "/v1/models/{model}/aliases/{alias}", this::alias);
    }

    /** Which events are asked for; null asks for any. */
    private record Wanted(
            @Nullable String type,
            @Nullable Long version,
            @Nullable String alias) {
        boolean has(RegistryEvent event) {
            Integer number = event.version();
            return (type == null || type.equals(event.type()))
                    && (version == null || (number != null && version == number.longValue()))
                    && (alias == null || alias.equals(event.alias()) || touches(event, alias));
        }

        /** A deleted version's aliases go with it. */
        private static boolean touches(RegistryEvent event, String alias) {
            String field = RegistryEvent.aliasField(alias);
            return event.before().containsKey(field) || event.after().containsKey(field);
        }
    }

    private Response history(Request request) {
        Query query = new Query(request, "pageToken", "limit", "type", "version", "alias");
        int limit = query.limit("limit", USUAL, MOST);
        Wanted wanted = new Wanted(
                query.choice("type", TYPES), query.integer("version", "a version's number"), query.text("alias"));
        String name = request.parameter("model");
        String from = token(query.text("pageToken"));
        if (registry.history(request.workspace(), name, 1, null).events().isEmpty()) {
            throw paths.noModel(request, name);
        }
        ObjectNode json = Json.object().put("model", name);
        String next = fill(json.putArray("events"), request, from, limit, wanted);
        return Response.ok(json.put("nextPageToken", next));
    }

    /** Adds the wanted events of a page, newest first, and gives where the next page begins; null after the last. */
    private @Nullable String fill(ArrayNode events, Request request, @Nullable String from, int limit, Wanted wanted) {
        String before = from;
        int looked = 0;
        long bytes = 0;
        do {
            HistoryPage page = registry.history(request.workspace(), request.parameter("model"), MOST, before);
            for (RegistryEvent event : page.events()) {
                if (wanted.has(event)) {
                    ObjectNode told = ModelJson.event(event);
                    bytes += told.toString().getBytes(StandardCharsets.UTF_8).length;
                    if (!events.isEmpty() && (events.size() == limit || bytes > MOST_BYTES)) {
                        return before;
                    }
                    events.add(told);
                }
                before = event.id();
            }
            looked += page.events().size();
            if (page.next() == null) {
                return null;
            }
        } while (looked < MOST_LOOKED_AT);
        return before;
    }

    private static @Nullable String token(@Nullable String token) {
        if (token != null && !Ulid.isUlid(token)) {
            throw new ProblemException(
                    "INVALID_REQUEST",
                    "The query cannot be answered.",
                    List.of(new Problem.Detail("query pageToken", token, "the nextPageToken of the page before")));
        }
        return token;
    }

    private Response alias(Request request) {
        Query query = new Query(request, "at");
        Instant at = query.instant("at");
        return at == null ? now(request) : then(request, at);
    }

    private Response now(Request request) {
        RegisteredModel model = paths.model(request);
        String alias = request.parameter("alias");
        ModelVersion version = registry.byAlias(request.workspace(), model.name(), alias)
                .orElseThrow(() -> new ProblemException(
                        "NO_SUCH_ALIAS",
                        "Model " + model.name() + " has no alias '" + alias + "'.",
                        List.of(new Problem.Detail(
                                "path alias",
                                alias,
                                "an alias: " + Spelling.expected(model.aliases().keySet(), alias)))));
        ObjectNode json = ModelJson.whole(version).put("alias", alias);
        tellMove(json, request, alias, version.number(), model.aliasesSince().getOrDefault(alias, clock.instant()));
        return Response.ok(json);
    }

    private Response then(Request request, Instant at) {
        String name = request.parameter("model");
        String alias = request.parameter("alias");
        Optional<Integer> named = registry.aliasAt(request.workspace(), name, alias, at);
        if (named.isEmpty()) {
            throw nothingThen(request, name, alias, at);
        }
        ObjectNode json = Json.object()
                .put("model", name)
                .put("alias", alias)
                .put("version", named.get())
                .put("at", at.toString());
        Instant since = registry.model(request.workspace(), name)
                .map(model -> model.aliasesSince().get(alias))
                .filter(last -> !last.isAfter(at))
                .orElse(at);
        tellMove(json, request, alias, named.get(), since);
        return Response.ok(json);
    }

    private ProblemException nothingThen(Request request, String name, String alias, Instant at) {
        Set<String> known = registry.model(request.workspace(), name)
                .map(model -> model.aliases().keySet())
                .orElse(Set.of());
        if (known.isEmpty()
                && registry.history(request.workspace(), name, 1, null).events().isEmpty()) {
            return paths.noModel(request, name);
        }
        return new ProblemException(
                "NO_SUCH_ALIAS",
                "Alias '" + alias + "' of model " + name + " named no version at " + at + ".",
                List.of(
                        new Problem.Detail("path alias", alias, "an alias: " + Spelling.expected(known, alias)),
                        new Problem.Detail("query at", at.toString(), "a time at which the alias named a version")));
    }

    /**
     * Tells the newest move up to a time; nothing where another model had the name then.
     *
     * @param until that of the move itself where it is known, so that the first page has it
     */
    private void tellMove(ObjectNode json, Request request, String alias, int number, Instant until) {
        String model = request.parameter("model");
        String before = until.isAfter(clock.instant()) || until.isBefore(Instant.EPOCH) ? null : Ulid.latest(until);
        HistoryPage page;
        do {
            page = registry.history(request.workspace(), model, MOST, before);
            for (RegistryEvent event : page.events()) {
                if (event.type().equals(EventTypes.ALIAS_MOVED)
                        && alias.equals(event.alias())
                        && Objects.equals(event.version(), number)
                        && !event.time().isAfter(until)) {
                    json.put("since", event.time().toString());
                    json.put("movedBy", event.who());
                    json.put("why", event.why());
                    json.put("request", event.request());
                    String previous = event.before().get(RegistryEvent.aliasField(alias));
                    json.put("previousVersion", previous == null ? null : Integer.valueOf(previous));
                    return;
                }
            }
            before = page.next();
        } while (before != null);
    }
}
