package dev.tidemill.kernel;

import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.connection.Connection;
import dev.tidemill.client.table.Table;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One kernel's connection to Tidemill and the project it works on. Cells run one at a time on the kernel's thread. */
final class Notebook {
    // Resolves nowhere (RFC 2606), so that the variable exists and its first use says what to set.
    private static final URI NOWHERE = URI.create("http://no-tidemill-api-is-known.invalid");

    private final UnaryOperator<TidemillClient> equipped;
    private final Map<String, Table> tables = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile TidemillClient tidemill;
    private volatile @Nullable Connection connection;
    private volatile @Nullable String project;
    private volatile @Nullable String waitedFor;

    /**
     * @param equipped gives a client what every client of this notebook has, such as the local engine
     */
    Notebook(UnaryOperator<TidemillClient> equipped) {
        this.equipped = equipped;
        this.tidemill = equipped.apply(TidemillClient.at(NOWHERE));
    }

    TidemillClient tidemill() {
        return tidemill;
    }

    /** What it is connected to; null for nothing. */
    @Nullable
    Connection connection() {
        return connection;
    }

    boolean isConnected() {
        return connection != null;
    }

    void connect(Connection to, TidemillClient other) {
        connection = to;
        tidemill = equipped.apply(other);
        project = null;
    }

    void use(String name) {
        project = name;
    }

    @Nullable
    String used() {
        return project;
    }

    /** The results that cell magics named, by name. */
    Map<String, Table> tables() {
        synchronized (tables) {
            return new LinkedHashMap<>(tables);
        }
    }

    void keep(String name, Table table) {
        tables.put(name, table);
    }

    /** The execution that a cell waited for last; null before the first. */
    @Nullable
    String waitedFor() {
        return waitedFor;
    }

    void waitsFor(String executionId) {
        waitedFor = executionId;
    }

    /**
     * The project that commands are about.
     *
     * @param asked by name; null for the one in use, or the only one there is
     */
    String project(@Nullable String asked) {
        if (asked != null) {
            return asked;
        }
        String used = project;
        if (used == null) {
            List<String> all = tidemill.projects();
            if (all.size() != 1) {
                throw TidemillException.invalidInput(
                        all.isEmpty()
                                ? "There is no project yet: %mlops push FOLDER"
                                : "There are projects " + String.join(", ", all) + ": %mlops use NAME");
            }
            used = all.getFirst();
            project = used;
        }
        return used;
    }
}
