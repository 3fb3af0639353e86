package dev.tidemill.trackingapi.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The endpoints by method and path. A path's segment {@code {name}} stands for any one segment, and {@code {name+}} at
 * its end for all that follow; both become parameters of the call, which win over those of body and query. Paths
 * without such segments come first, then those added earlier. Built by one thread, then safe for several.
 */
public final class Routes {
    private static final Pattern VERSIONED = Pattern.compile("/(?:ajax-)?api/(?:2\\.0|3\\.0)(?<rest>/.*)");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(\\+?)}");

    private final Map<String, Endpoint> mlflow = new HashMap<>();
    private final Map<String, RawEndpoint> exact = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();

    /**
     * An endpoint.
     *
     * @param variables of its path
     * @param route method and path as {@link #routes()} has them
     */
    public record Found(RawEndpoint endpoint, Parameters variables, String route) {}

    private record Template(String key, String method, Pattern path, List<String> names, RawEndpoint endpoint) {}

    /**
     * Adds endpoints below {@code mlflow} of both prefixes and versions.
     *
     * @param endpoints by method and path below it, such as {@code POST runs/create}
     */
    public Routes mlflow(Map<String, Endpoint> endpoints) {
        mlflow.putAll(endpoints);
        endpoints.forEach((key, endpoint) -> add("api " + key.replaceFirst(" ", " /mlflow/"), json(endpoint)));
        return this;
    }

    /**
     * Adds endpoints below both prefixes and versions, whose calls' parameters are those of the path only: they read
     * query or body themselves.
     *
     * @param endpoints by method and path, such as {@code GET /mlflow-artifacts/artifacts/{path+}}
     */
    public Routes versioned(Map<String, RawEndpoint> endpoints) {
        endpoints.forEach((key, endpoint) -> add("api " + key, endpoint));
        return this;
    }

    /**
     * Adds endpoints that stand outside the prefixes, whose calls' parameters are those of the path only.
     *
     * @param endpoints by method and path, such as {@code GET /health}
     */
    public Routes root(Map<String, RawEndpoint> endpoints) {
        endpoints.forEach((key, endpoint) -> add("root " + key, endpoint));
        return this;
    }

    /** An endpoint that reads query or body, and answers with JSON and status 200. */
    public static RawEndpoint json(Endpoint endpoint) {
        return call -> {
            Parameters parameters = Parameters.of(call.request()).with(call.parameters());
            Call read = new Call(call.request(), call.workspace(), parameters, call.now());
            return HttpResponse.json(200, endpoint.answer(read));
        };
    }

    /** The endpoint below {@code mlflow} that was added under a method and path; empty when there is none. */
    public Optional<Endpoint> mlflow(String key) {
        return Optional.ofNullable(mlflow.get(key));
    }

    private void add(String key, RawEndpoint endpoint) {
        if (!key.contains("{")) {
            exact.put(key, endpoint);
            return;
        }
        int space = key.lastIndexOf(' ');
        List<String> names = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        Matcher variables = VARIABLE.matcher(key);
        int from = space + 1;
        while (variables.find()) {
            names.add(variables.group(1));
            pattern.append(Pattern.quote(key.substring(from, variables.start())))
                    .append(variables.group(2).isEmpty() ? "([^/]+)" : "(.+)");
            from = variables.end();
        }
        pattern.append(Pattern.quote(key.substring(from)));
        templates.add(new Template(
                key, key.substring(0, space), Pattern.compile(pattern.toString(), Pattern.DOTALL), names, endpoint));
    }

    /**
     * Every route as its method and path, where {@code {}} stands for a variable, {@code {+}} for the rest of the path,
     * and {@code /api} for both prefixes and versions, such as {@code GET /api/mlflow/logged-models/{}}.
     */
    public Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        exact.keySet().forEach(key -> routes.add(written(key)));
        templates.forEach(template -> routes.add(written(template.key())));
        return routes;
    }

    private static String written(String key) {
        String[] words = key.split(" ", 3);
        String path = VARIABLE.matcher(words[2]).replaceAll("{$2}");
        return words[1] + " " + (words[0].equals("api") ? "/api" : "") + path;
    }

    /**
     * The endpoint of a request; empty when there is none.
     *
     * @param path without workspace, beginning with a slash
     */
    public Optional<Found> find(String method, String path) {
        Matcher versioned = VERSIONED.matcher(path);
        return versioned.matches() ? match("api " + method, versioned.group("rest")) : match("root " + method, path);
    }

    private Optional<Found> match(String method, String path) {
        String key = method + " " + path;
        RawEndpoint endpoint = exact.get(key);
        if (endpoint != null) {
            return Optional.of(new Found(endpoint, Parameters.within(Json.object()), written(key)));
        }
        for (Template template : templates) {
            Matcher matcher = template.path().matcher(path);
            if (template.method().equals(method) && matcher.matches()) {
                ObjectNode variables = Json.object();
                for (int i = 0; i < template.names().size(); i++) {
                    variables.put(template.names().get(i), matcher.group(i + 1));
                }
                return Optional.of(
                        new Found(template.endpoint(), Parameters.within(variables), written(template.key())));
            }
        }
        return Optional.empty();
    }
}
