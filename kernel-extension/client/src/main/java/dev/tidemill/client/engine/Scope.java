package dev.tidemill.client.engine;

import dev.tidemill.client.table.Table;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the names in a query mean.
 *
 * @param folder to which the paths of local files are relative
 * @param project whose datasets the query may name; null for local files and tables only
 * @param tables earlier results, by the name that the query gives them; they come before a dataset of the same name
 */
public record Scope(Path folder, @Nullable String project, Map<String, Table> tables) {
    public Scope {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** Local files alone. */
    public static Scope files(Path folder) {
        return new Scope(folder, null, Map.of());
    }

    /** Local files and the datasets of a project. */
    public static Scope project(Path folder, String project) {
        return new Scope(folder, project, Map.of());
    }

    /** The same with earlier results by name. */
    public Scope with(Map<String, Table> named) {
        return new Scope(folder, project, named);
    }
}
