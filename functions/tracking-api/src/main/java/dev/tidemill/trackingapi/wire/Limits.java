package dev.tidemill.trackingapi.wire;

import dev.tidemill.core.failure.ProblemException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MLflow's rules for keys and values. */
public final class Limits {
    private static final int KEY = 250;
    private static final int PARAM_VALUE = 6000;
    private static final int TAG_VALUE = 8000;
    private static final int EXPERIMENT_TAG_VALUE = 5000;
    private static final int REGISTRY_TAG_VALUE = 100_000;
    private static final int EXPERIMENT_NAME = 500;
    private static final Pattern KEY_CHARACTERS = Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FRAGMENT = Pattern.compile("[#;]");
    private static final Pattern LOCATION = Pattern.compile(
            "(?!(?i)file:)[A-Za-z][A-Za-z0-9+.-]+:(?://(?<host>[^/]*+)/?|/)(?<path>(?!/).*)", Pattern.DOTALL);

    private Limits() {}

    /**
     * A key of a metric, param or tag.
     *
     * @param kind such as {@code metric}
     * @throws dev.tidemill.core.failure.ProblemException when it has other characters, is no normal path or too long
     */
    public static String key(String kind, String key) {
        if (!KEY_CHARACTERS.matcher(key).matches()) {
            throw MlflowErrors.invalid("Invalid " + kind + " name: '" + key
                    + "'. Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ),"
                    + " colon(:) and slashes (/).");
        }
        if (!isNormalPath(key)) {
            throw MlflowErrors.invalid("Invalid " + kind + " name: '" + key
                    + "'. Names may be treated as files in certain cases, and must not resolve to other names when"
                    + " treated as such. This name would resolve to another one.");
        }
        return notLonger(kind + " name", key, KEY);
    }

    private static boolean isNormalPath(String key) {
        if (key.startsWith("/") || key.endsWith("/")) {
            return false;
        }
        for (String part : key.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** A param's value, cut off where it is too long. */
    public static String paramValue(String value) {
        return truncated(value, PARAM_VALUE);
    }

    /** A run tag's value, cut off where it is too long. */
    public static String tagValue(String value) {
        return truncated(value, TAG_VALUE);
    }

    /** An experiment tag's value, cut off where it is too long. */
    public static String experimentTagValue(String value) {
        return truncated(value, EXPERIMENT_TAG_VALUE);
    }

    /**
     * A value of a tag of the registry.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it is too long
     */
    public static String registryTagValue(String value) {
        return notLonger("Tag value", value, REGISTRY_TAG_VALUE);
    }

    /**
     * An experiment's name.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it is too long
     */
    public static String experimentName(String name) {
        return notLonger("Experiment name", name, EXPERIMENT_NAME);
    }

    /**
     * An address under which artifacts may be kept.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it is a local path, or climbs, or carries a query or
     *     fragment, however often it is encoded
     */
    public static String location(String location) {
        if (location.startsWith("runs:")) {
            throw MlflowErrors.invalid("Artifact location cannot be a runs:/ URI. Given: '" + location + "'");
        }
        if (FRAGMENT.matcher(location).find()) {
            throw MlflowErrors.invalid("'artifact_location' URL can't include fragments or params.");
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
            throw MlflowErrors.invalid(what + " '" + value.substring(0, 50) + "...' had length " + value.length()
                    + ", which exceeded length limit of " + most);
        }
        return value;
    }
}
