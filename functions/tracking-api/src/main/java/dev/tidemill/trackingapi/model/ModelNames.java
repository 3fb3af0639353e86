package dev.tidemill.trackingapi.model;

import dev.tidemill.trackingapi.wire.MlflowErrors;
import java.util.Locale;
import java.util.regex.Pattern;

/** MLflow's rules for names of registered models and aliases. */
final class ModelNames {
    private static final int MOST = 250;
    private static final int MOST_ALIAS = 255;
    private static final Pattern ALIAS = Pattern.compile("[\\w-]+");
    private static final Pattern VERSION_LIKE = Pattern.compile("(?i)v\\d+");
    private static final Pattern NAME = Pattern.compile("[^/:#?%\\\\]+");

    private ModelNames() {}

    static String model(String name) {
        if (!NAME.matcher(name).matches() || name.contains("..") || name.length() > MOST) {
            throw MlflowErrors.invalid("Invalid model name: '" + name
                    + "'. Registered model names are at most " + MOST
                    + " characters without '/', ':', '#', '?', '%', '\\' and '..'.");
        }
        return name;
    }

    static String alias(String alias) {
        if (!ALIAS.matcher(alias).matches()) {
            throw MlflowErrors.invalid("Invalid alias name: '" + alias
                    + "'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        }
        if (alias.length() > MOST_ALIAS) {
            throw MlflowErrors.invalid("Registered model alias name '" + alias.substring(0, 50) + "...' had length "
                    + alias.length() + ", which exceeded length limit of " + MOST_ALIAS);
        }
        if (alias.toLowerCase(Locale.ROOT).equals("latest")) {
            throw MlflowErrors.invalid("'latest' alias name (case insensitive) is reserved.");
        }
        if (VERSION_LIKE.matcher(alias).matches()) {
            throw MlflowErrors.invalid("Version alias name '" + alias + "' is reserved.");
        }
        return alias;
    }
}
