package dev.tidemill.trackingapi.wire;

import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MLflow's rules for keys and values. */
public final class Limits {
    private static final int KEY = 250;
    /** Most characters of a wrong key that its error shows. */
    private static final int SHOWN = 200;

    private static final int PARAM_VALUE = 6000;
    private static final int TAG_VALUE = 8000;
    private static final int EXPERIMENT_TAG_VALUE = 20_000;
    private static final int REGISTRY_TAG_VALUE = 100_000;
    private static final int EXPERIMENT_NAME = 500;
    private static final Pattern KEY_CHARACTERS = Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FRAGMENT = Pattern.compile("[#;]");
    private static final Pattern RELATIVE = Pattern.compile("\\w[\\w. -]*(?:/\\w[\\w. -]*)*");
    private static final Pattern LOCATION = Pattern.compile(
            "(?!(?i)file:)[A-Za-z][A-Za-z0-9+.-]+:(?://(?<host>[^/]*+)/?|/)(?<path>(?!/).*)", Pattern.DOTALL);

    private Limits() {}

    /**
     * The key of a metric.
     *
     * @param metric that has it as {@code key}
     * @throws ProblemException when it has other characters than keys may have, is no normal
     *     path or too long; as the other keys
     */
    public static String metricKey(Parameters metric) {
        return key(metric, "name", "Metric name");
    }

    /** The key of a param. */
    public static String paramKey(Parameters param) {
        return key(param, "key", "Param key");
    }

    /** The key of a tag. */
    public static String tagKey(Parameters tag) {
        return key(tag, "key", tag.place("key"));
    }

    private static String key(Parameters given, String shownAs, String inLengths) {
        String key = given.required("key");
        if (!KEY_CHARACTERS.matcher(key).matches()) {
            throw invalidKey(
                    given.place(shownAs),
                    key,
                    "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ),"
                            + " colon(:) and slashes (/).");
        }
        String normal = normal(key);
        if (!normal.equals(key) || key.equals(".") || key.startsWith("..") || key.startsWith("/")) {
            throw invalidKey(
                    given.place(shownAs),
                    key,
                    "Names may be treated as files in certain cases, and must not resolve to other names when treated"
                            + " as such. This name would resolve to '" + normal + "'");
        }
        if (key.length() > KEY) {
            throw tooLong(inLengths, KEY);
        }
        return key;
    }

    private static ProblemException invalidKey(String place, String key, String why) {
        String shown = key.length() > SHOWN ? key.substring(0, SHOWN) + "..." : key;
        return MlflowErrors.invalid(
                "Invalid value " + Json.write(shown) + " for parameter '" + place + "' supplied: " + why);
    }

    /** A key as the path that it would name as a file. */
    private static String normal(String key) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : key.split("/", -1)) {
            boolean up =
                    part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..");
            if (up) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && key.startsWith("/"))) {
                parts.addLast(part);
            }
        }
        String path = (key.startsWith("/") ? "/" : "") + String.join("/", parts);
        return path.isEmpty() ? "." : path;
    }

    /** A param's value, cut off where it is too long. */
    public static String paramValue(String value) {
        return truncated(value, PARAM_VALUE);
    }

    /** A run tag's value, cut off where it is too long. */
    public static String tagValue(String value) {
        return truncated(value, TAG_VALUE);
    }

    /**
     * An experiment tag's value.
     *
     * @throws ProblemException when it is too long
     */
    public static String experimentTagValue(String value) {
        return notLonger("value", value, EXPERIMENT_TAG_VALUE);
    }

    /**
     * A value of a tag of the registry.
     *
     * @throws ProblemException when it is too long
     */
    public static String registryTagValue(String value) {
        return notLonger("value", value, REGISTRY_TAG_VALUE);
    }

    /**
     * An experiment's name.
     *
     * @throws ProblemException when it is too long
     */
    public static String experimentName(String name) {
        return notLonger("name", name, EXPERIMENT_NAME);
    }

    /**
     * An address under which artifacts may be kept. A relative path, which MLflow's server takes as one below where it
     * runs, is one in the artifact store behind this API.
     *
     * @throws ProblemException when it is a local path, or climbs, or carries a query or
     *     fragment, however often it is encoded
     */
    public static String location(String location) {
        if (location.startsWith("runs:")) {
            throw MlflowErrors.invalid("Artifact location cannot be a runs:/ URI. Given: '" + location + "'");
        }
        if (FRAGMENT.matcher(location).find()) {
            throw MlflowErrors.invalid("'artifact_location' URL can't include fragments or params.");
        }
        if (RELATIVE.matcher(location).matches() && isSteady(location)) {
            return "mlflow-artifacts:/" + location;
        }
        Matcher address = LOCATION.matcher(location);
        if (!address.matches()
                || !isSteady(address.group("path"))
                || !isSteady(Objects.requireNonNullElse(address.group("host"), ""))) {
            throw MlflowErrors.invalid("Invalid artifact location: '" + location
                    + "'. Expected an address such as s3://bucket/path or mlflow-artifacts:/path without '..', '#' or"
                    + " '?'.");
        }
        return location;
    }

    private static boolean isSteady(String path) {
        try {
            ArtifactPath.of(path);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static String truncated(String value, int most) {
        return value.length() <= most ? value : value.substring(0, most);
    }

    private static String notLonger(String what, String value, int most) {
        if (value.length() > most) {
            throw tooLong(what, most);
        }
        return value;
    }

    private static ProblemException tooLong(String what, int most) {
        return MlflowErrors.invalid("'" + what + "' exceeds the maximum length of " + most + " characters");
    }
}
