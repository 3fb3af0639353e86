package dev.tidemill.lifecycleapi.http;

import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the route of a request. Filled once, then safe for use by several threads. */
public final class Router {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");

    private final List<Route> routes = new ArrayList<>();

    private record Route(
            String method, String template, Pattern pattern, List<String> names, Function<Request, Response> action) {
        String key() {
            return method + " " + PLACEHOLDER.matcher(template).replaceAll("{}");
        }
    }

    /**
     * Adds a route.
     *
     * @param template a path with placeholders that each fill what stands between slashes and colons, such as
     *     {@code /v1/executions/{id}:cancel}
     */
    public Router on(String method, String template, Function<Request, Response> action) {
        List<String> names = new ArrayList<>();
        Matcher placeholders = PLACEHOLDER.matcher(template);
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        while (placeholders.find()) {
            pattern.append(Pattern.quote(template.substring(from, placeholders.start())))
                    .append("([^/:]+)");
            names.add(placeholders.group(1));
            from = placeholders.end();
        }
        pattern.append(Pattern.quote(template.substring(from)));
        routes.add(new Route(method, template, Pattern.compile(pattern.toString()), names, action));
        return this;
    }

    /** Every route as its method and template, in the order of their declaration. */
    public List<String> routes() {
        return routes.stream()
                .map(route -> route.method() + " " + route.template())
                .toList();
    }

    /** Every route as its method and template, with {@code {}} for each placeholder. */
    public Set<String> keys() {
        return routes.stream().map(Route::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The route of a request as {@link #keys()} has it.
     *
     * @throws ProblemException {@code NO_SUCH_ROUTE}, or {@code METHOD_NOT_ALLOWED} where the path has other methods
     */
    String key(Request request) {
        return find(request).key();
    }

    /** The values of the placeholders of a request's route; empty when there is no such route. */
    Map<String, String> parameters(Request request) {
        return find(request, request.method())
                .flatMap(route -> match(route, request.path()))
                .orElse(Map.of());
    }

    private Optional<Route> find(Request request, String method) {
        return routes.stream()
                .filter(route -> route.method().equals(method)
                        && match(route, request.path()).isPresent())
                .findFirst();
    }

    /**
     * Answers a request by its route.
     *
     * @throws ProblemException {@code NO_SUCH_ROUTE}, or {@code METHOD_NOT_ALLOWED} where the path has other methods
     */
    public Response answer(Request request) {
        Route route = find(request);
        return route.action().apply(request.with(match(route, request.path()).orElseThrow()));
    }

    private Route find(Request request) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (match(route, request.path()).isPresent()) {
                if (route.method().equals(request.method())) {
                    return route;
                }
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw new ProblemException(
                    "NO_SUCH_ROUTE",
                    "There is nothing at " + request.path() + ".",
                    List.of(new Problem.Detail("path", request.path(), "a path of /v1/openapi.json")));
        }
        throw new ProblemException(
                "METHOD_NOT_ALLOWED",
                request.method() + " is not possible at " + request.path() + ".",
                List.of(new Problem.Detail("method", request.method(), String.join(", ", methods))));
    }

    private static Optional<Map<String, String>> match(Route route, String path) {
        Matcher matcher = route.pattern().matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < route.names().size(); i++) {
            values.put(route.names().get(i), matcher.group(i + 1));
        }
        return Optional.of(values);
    }
}
