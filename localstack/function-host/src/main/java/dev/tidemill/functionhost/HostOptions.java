package dev.tidemill.functionhost;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the host runs.
 *
 * @param port port on 127.0.0.1; 0 takes a free one
 * @param endpoint address of the AWS API that knows the functions
 * @param region region of that API
 * @param home folder for unpacked code, logs and temporary files
 * @param concurrency processes of one function that reserves no concurrency
 * @param idle time after which an unused process ends
 * @param starting processes that may start at the same moment, over all functions
 * @param memoryMb MiB that all processes may hold together before unused ones end
 * @param environment variables given to every function, such as endpoint addresses; a function's own come first
 */
public record HostOptions(
        int port,
        URI endpoint,
        String region,
        Path home,
        int concurrency,
        Duration idle,
        int starting,
        int memoryMb,
        Map<String, String> environment) {

    /** Checks the numbers and copies the environment. */
    public HostOptions {
        require(port >= 0 && port < 65536, "--port", port, "0 to 65535");
        require(concurrency > 0, "--concurrency", concurrency, "1 or more");
        require(starting > 0, "--starting", starting, "1 or more");
        require(memoryMb > 0, "--memory-mb", memoryMb, "1 or more");
        require(!idle.isNegative() && !idle.isZero(), "--idle-seconds", idle.toSeconds(), "1 or more");
        environment = Map.copyOf(environment);
    }

    /**
     * Reads a command line of {@code --name value} pairs; {@code --env NAME=VALUE} may be repeated.
     *
     * @throws IllegalArgumentException naming the option, its value and what was expected
     */
    public static HostOptions parse(List<String> arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        Map<String, String> environment = new LinkedHashMap<>();
        for (int at = 0; at < arguments.size(); at += 2) {
            String name = arguments.get(at);
            if (at + 1 == arguments.size()) {
                throw new IllegalArgumentException("Option " + name + " needs a value");
            }
            String value = arguments.get(at + 1);
            if (name.equals("--env")) {
                int equals = value.indexOf('=');
                require(equals > 0, name, value, "NAME=VALUE");
                environment.put(value.substring(0, equals), value.substring(equals + 1));
            } else {
                given.put(name, value);
            }
        }
        HostOptions options = new HostOptions(
                number(given, "--port", 0),
                URI.create(text(given, "--endpoint", "http://127.0.0.1:4566")),
                text(given, "--region", "us-east-1"),
                Path.of(text(given, "--home", ".tidemill/functions")).toAbsolutePath(),
                number(given, "--concurrency", 10),
                Duration.ofSeconds(number(given, "--idle-seconds", 300)),
                number(given, "--starting", Math.max(2, Runtime.getRuntime().availableProcessors())),
                number(given, "--memory-mb", 4096),
                environment);
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown option " + given.keySet().iterator().next()
                            + ": expected --port, --endpoint, --region, --home, --concurrency, --idle-seconds, --starting,"
                            + " --memory-mb or --env");
        }
        return options;
    }

    private static String text(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String value = given.remove(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(
                    "Option " + name + " is \"" + value + "\": expected a whole number", notNumber);
        }
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("Option " + name + " is " + value + ": expected " + expected);
        }
    }
}
