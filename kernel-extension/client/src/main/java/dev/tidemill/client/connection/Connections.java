package dev.tidemill.client.connection;

import dev.tidemill.client.Document;
import dev.tidemill.client.TidemillException;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections that were used before, newest first, in {@code connections.json} of the folder {@code TIDEMILL_HOME},
 * or {@code ~/.tidemill}. Only its owner can read the file; it holds addresses and where secrets lie, never a secret.
 * Each call reads and writes the file as a whole, so that programs may use it at the same time: the last one wins.
 */
public final class Connections {
    /** Names the API, over what is remembered. */
    public static final String ADDRESS_VARIABLE = "TIDEMILL_API_URL";

    private static final int MOST = 50;

    private final Map<String, String> environment;
    private final Path file;

    private Connections(Map<String, String> environment, Path file) {
        this.environment = Map.copyOf(environment);
        this.file = file;
    }

    /**
     * Those of a person.
     *
     * @param environment variables, such as {@code System.getenv()}
     * @param home the person's folder, such as the Java property {@code user.home}
     */
    public static Connections of(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("TIDEMILL_HOME", "");
        Path folder = named.isBlank() ? home.resolve(".tidemill") : Path.of(named);
        return new Connections(environment, folder.resolve("connections.json"));
    }

    /** Where they are remembered. */
    public Path file() {
        return file;
    }

    /**
     * A connection that was used.
     *
     * @param lastUsed when it was last remembered
     */
    public record Remembered(Connection connection, Instant lastUsed) {}

    /**
     * The connection to begin with: the address of {@link #ADDRESS_VARIABLE}, else the newest that is remembered. An
     * address from the variable is asked with a token when {@link Authentication#TOKEN_VARIABLE} is set, else as it is
     * remembered, else as is usual for it.
     *
     * @return empty when neither names one
     * @throws TidemillException when the variable holds no address, or the file cannot be read
     */
    public Optional<Connection> current() {
        String named = environment.getOrDefault(ADDRESS_VARIABLE, "");
        if (named.isBlank()) {
            return all().stream().map(Remembered::connection).findFirst();
        }
        URI address = Connection.parsed(named);
        if (environment.containsKey(Authentication.TOKEN_VARIABLE)) {
            return Optional.of(new Connection(address, "default", new Authentication.Token(null)));
        }
        return Optional.of(all().stream()
                .map(Remembered::connection)
                .filter(connection -> connection.address().equals(address))
                .findFirst()
                .orElseGet(() -> new Connection(address, "default", Authentication.usual(address))));
    }

    /** Whether {@link #current} comes from the variable, so that a remembered one waits until that is unset. */
    public boolean isNamedByVariable() {
        return !environment.getOrDefault(ADDRESS_VARIABLE, "").isBlank();
    }

    /**
     * All that are remembered, newest first; empty when none is.
     *
     * @throws TidemillException when the file cannot be read, with what to do about it
     */
    public List<Remembered> all() {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw TidemillException.invalidInput("The remembered connections cannot be read: " + file + " ("
                    + e.getClass().getSimpleName() + "); mend its permissions or remove it");
        }
        try {
            Document list = Document.of(Json.parse(text)).at("connections");
            if (list.isArray()) {
                return list.elements().stream().map(Connections::read).toList();
            }
        } catch (ProblemException | TidemillException | IllegalArgumentException e) {
            throw damaged();
        }
        throw damaged();
    }

    private TidemillException damaged() {
        return TidemillException.invalidInput(
                "The remembered connections cannot be read: " + file + " is damaged; remove it and connect again");
    }

    /**
     * Remembers a connection as the one to begin with; what was remembered of the same address and workspace goes.
     *
     * @throws TidemillException when the file cannot be written; what it held before is then still there
     */
    public void remember(Connection connection, Instant now) {
        List<Remembered> kept = new ArrayList<>();
        kept.add(new Remembered(connection, now));
        all().stream()
                .filter(other -> !(other.connection().address().equals(connection.address())
                        && other.connection().workspace().equals(connection.workspace())))
                .limit(MOST - 1)
                .forEach(kept::add);
        write(kept);
    }

    /**
     * Forgets every workspace of an address.
     *
     * @return whether there was one
     */
    public boolean forget(URI address) {
        List<Remembered> all = all();
        List<Remembered> kept = all.stream()
                .filter(other -> !other.connection().address().equals(address))
                .toList();
        if (kept.size() == all.size()) {
            return false;
        }
        write(kept);
        return true;
    }

    private void write(List<Remembered> connections) {
        String text = Json.write(Map.of(
                "connections", connections.stream().map(Connections::written).toList()));
        try {
            PrivateFile.write(file, text + "\n");
        } catch (IOException e) {
            throw TidemillException.invalidInput("The connection cannot be remembered: " + file + " cannot be written ("
                    + e.getClass().getSimpleName() + "); name another folder in TIDEMILL_HOME");
        }
    }

    private static Map<String, Object> written(Remembered remembered) {
        Connection connection = remembered.connection();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("address", connection.address().toString());
        json.put("workspace", connection.workspace());
        json.put("authentication", written(connection.authentication()));
        json.put("lastUsed", remembered.lastUsed().toString());
        return json;
    }

    private static Map<String, String> written(Authentication authentication) {
        return switch (authentication) {
            case Authentication.None none -> Map.of("kind", "none");
            case Authentication.Aws aws -> with("aws", "profile", aws.profile());
            case Authentication.Token token -> {
                Path secret = token.file();
                yield with("token", "file", secret == null ? null : secret.toString());
            }
        };
    }

    private static Map<String, String> with(String kind, String name, @Nullable String value) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("kind", kind);
        if (value != null) {
            json.put(name, value);
        }
        return json;
    }

    private static Remembered read(Document json) {
        Connection connection = new Connection(
                Connection.parsed(json.at("address").text()),
                json.at("workspace").text(),
                authentication(json.at("authentication")));
        return new Remembered(connection, json.at("lastUsed").instant());
    }

    private static Authentication authentication(Document json) {
        String kind = json.at("kind").text();
        return switch (kind) {
            case "none" -> new Authentication.None();
            case "aws" -> {
                Document profile = json.at("profile");
                yield new Authentication.Aws(profile.isPresent() ? profile.text() : null);
            }
            case "token" -> {
                Document file = json.at("file");
                yield new Authentication.Token(file.isPresent() ? Path.of(file.text()) : null);
            }
            default -> throw new IllegalArgumentException("no kind of authentication: " + kind);
        };
    }
}
