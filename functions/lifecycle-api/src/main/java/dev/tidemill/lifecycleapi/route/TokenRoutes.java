package dev.tidemill.lifecycleapi.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.access.Permissions;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Token;
import dev.tidemill.core.access.Tokens;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.lifecycleapi.http.Body;
import dev.tidemill.lifecycleapi.http.Query;
import dev.tidemill.lifecycleapi.http.Request;
import dev.tidemill.lifecycleapi.http.Response;
import dev.tidemill.lifecycleapi.http.Router;
import dev.tidemill.lifecycleapi.token.IssueToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bearer tokens of a workspace. A secret stands in the answer that issues it and nowhere else. */
public final class TokenRoutes {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration USUAL = Duration.ofDays(90);
    private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@+-]{0,99}");
    private static final Set<String> ROLES =
            Stream.of(Role.values()).map(Permissions::word).collect(Collectors.toUnmodifiableSet());

    private final Tokens tokens;
    private final IssueToken issue;
    private final InstantSource clock;

    public TokenRoutes(Tokens tokens, IssueToken issue, InstantSource clock) {
        this.tokens = tokens;
        this.issue = issue;
        this.clock = clock;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.on("POST", "/v1/tokens", this::issue)
                .on("GET", "/v1/tokens", this::list)
                .on("GET", "/v1/tokens/{token}", this::get)
                .on("DELETE", "/v1/tokens/{token}", this::revoke);
    }

    private Response issue(Request request) {
        Body body = Body.of(request, "role", "principal", "expiresAt");
        String role = body.text("role", "one of read, contribute, approve, administer");
        if (!role.isEmpty() && !ROLES.contains(role)) {
            body.fault("role", role, "one of read, contribute, approve, administer");
        }
        String principal = body.text("principal", "the name under which the token's bearer is recorded");
        if (!principal.isEmpty() && !PRINCIPAL.matcher(principal).matches()) {
            body.fault("principal", principal, "1 to 100 letters, digits and _.@+- beginning with a letter or digit");
        }
        Instant now = clock.instant();
        Instant given = body.instant("expiresAt");
        Instant expiresAt = given == null ? now.plus(USUAL) : given;
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST))) {
            body.fault("expiresAt", expiresAt.toString(), "after " + now + ", at most 365 days later");
        }
        body.check();
        Role granted = Stream.of(Role.values())
                .filter(one -> Permissions.word(one).equals(role))
                .findFirst()
                .orElseThrow();
        IssueToken.Issued issued = issue.issue(request.workspace(), granted, principal, expiresAt, request.principal());
        ObjectNode shown = describe(issued.token()).put("secret", issued.secret());
        ObjectNode replay = describe(issued.token())
                .put(
                        "note",
                        "The secret was shown once, in the first answer; when that was lost, revoke this token and issue"
                                + " another.");
        return new Response(201, shown.toString(), Map.of(), replay.toString());
    }

    private Response list(Request request) {
        new Query(request);
        ArrayNode all = Json.mapper().createArrayNode();
        tokens.list(request.workspace()).forEach(token -> all.add(describe(token)));
        return Response.ok(Json.object().set("tokens", all));
    }

    private Response get(Request request) {
        new Query(request);
        String id = request.parameter("token");
        return Response.ok(describe(tokens.find(request.workspace(), id).orElseThrow(() -> absent(request, id))));
    }

    /** API Gateway may let a revoked token in for as long as it keeps the authorizer's answer. */
    private Response revoke(Request request) {
        new Query(request);
        String id = request.parameter("token");
        Token revoked = tokens.revoke(request.workspace(), id, request.principal(), clock.instant())
                .orElseThrow(() -> absent(request, id));
        return Response.ok(describe(revoked).put("note", "A revoked token is refused within 60 seconds."));
    }

    private static ProblemException absent(Request request, String id) {
        return new ProblemException(
                "NO_SUCH_TOKEN",
                "There is no token '" + id + "' in workspace "
                        + request.workspace().name() + ".",
                List.of(new Problem.Detail("path token", id, "an id of GET /v1/tokens")));
    }

    private ObjectNode describe(Token token) {
        ObjectNode json = Json.object();
        json.put("id", token.id());
        json.put("workspace", token.workspace().name());
        json.put("role", Permissions.word(token.role()));
        json.put("principal", token.principal());
        json.put("valid", token.isValid(clock.instant()));
        json.put("createdBy", token.createdBy());
        json.put("createdAt", token.createdAt().toString());
        json.put("expiresAt", token.expiresAt().toString());
        json.put("revokedBy", token.revokedBy());
        Instant revokedAt = token.revokedAt();
        json.put("revokedAt", revokedAt == null ? null : revokedAt.toString());
        return json;
    }
}
