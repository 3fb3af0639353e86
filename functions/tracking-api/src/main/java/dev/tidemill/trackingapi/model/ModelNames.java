package dev.tidemill.trackingapi.model;

import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.Locale;
import java.util.regex.Pattern;

/** MLflow's rules for names of registered models and aliases. */
final class ModelNames {
    private static final int MOST = 256;
    private static final int MOST_ALIAS = 255;
    private static final Pattern ALIAS = Pattern.compile("[\\w-]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern VERSION_LIKE = Pattern.compile("[vV][0-9]+");

    private ModelNames() {}

    /**
     * A model's name as a parameter gives it.
     *
     * @throws dev.tidemill.core.failure.ProblemException when it was not given or is none
     */
    static String model(Parameters parameters, String parameter) {
        String name = parameters.required(parameter);
        if (name.isBlank()) {
            throw MlflowErrors.invalid("Missing value for required parameter '" + parameter + "'.");
        }
        if (name.indexOf('/') >= 0 || name.indexOf(':') >= 0) {
            throw MlflowErrors.invalid("Invalid model name '" + name + "'. Names cannot contain '/' or ':'.");
        }
        if (name.equals(".") || name.startsWith("..")) {
            throw invalid(
                    name,
                    "Names may be treated as files in certain cases, and must not resolve to other names when treated"
                            + " as such. This name would resolve to '" + name + "'");
        }
        if (name.length() > MOST || name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw invalid(name, "Names are whole Unicode text of at most " + MOST + " characters.");
        }
        return name;
    }

    private static RuntimeException invalid(String name, String why) {
        return Parameters.invalid("name", '"' + name + '"', why);
    }

    /** An alias that is asked for. */
    static String alias(String alias) {
        if (!ALIAS.matcher(alias).matches()) {
            throw MlflowErrors.invalid("Invalid alias name: '" + alias
                    + "'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        }
        if (alias.length() > MOST_ALIAS) {
            throw MlflowErrors.invalid(
                    "'Registered model alias name' exceeds the maximum length of " + MOST_ALIAS + " characters");
        }
        return alias;
    }

    /** An alias that is to be set: one that nothing else is called by. */
    static String newAlias(String alias) {
        alias(alias);
        if (alias.toLowerCase(Locale.ROOT).equals("latest")) {
            throw MlflowErrors.invalid("'latest' alias name (case insensitive) is reserved.");
        }
        if (VERSION_LIKE.matcher(alias).matches()) {
            throw MlflowErrors.invalid("Version alias name '" + alias + "' is reserved.");
        }
        return alias;
    }
}
