package dev.tidemill.batchrunner;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the runner runs.
 *
 * @param port port on 127.0.0.1; 0 takes a free one
 * @param endpoint address of the AWS API that has the consumer and the logs
 * @param region region of that API
 * @param account account number in ARNs
 * @param home folder for the journal, logs and working folders
 * @param templates folder with the synthesized templates
 * @param consumer function that is told of status changes
 * @param commands how images run here
 * @param environment variables given to every job, such as endpoint addresses; a job's own come first
 * @param machine what jobs may use
 */
public record RunnerOptions(
        int port,
        URI endpoint,
        String region,
        String account,
        Path home,
        Path templates,
        String consumer,
        LocalCommand commands,
        Map<String, String> environment,
        Machine machine) {

    /** Copies the environment. */
    public RunnerOptions {
        environment = Map.copyOf(environment);
    }

    /**
     * Reads a command line of {@code --name value} pairs; {@code --run WORD=COMMAND} and {@code --env NAME=VALUE} may be
     * repeated.
     *
     * @throws IllegalArgumentException naming the option, its value and what was expected
     */
    public static RunnerOptions parse(List<String> arguments, Machine found) {
        Map<String, String> given = new LinkedHashMap<>();
        Map<String, String> commands = new LinkedHashMap<>();
        Map<String, String> environment = new LinkedHashMap<>();
        for (int at = 0; at < arguments.size(); at += 2) {
            String name = arguments.get(at);
            if (at + 1 == arguments.size()) {
                throw new IllegalArgumentException("Option " + name + " needs a value");
            }
            String value = arguments.get(at + 1);
            switch (name) {
                case "--run" -> put(commands, name, value, "WORD=COMMAND");
                case "--env" -> put(environment, name, value, "NAME=VALUE");
                default -> given.put(name, value);
            }
        }
        RunnerOptions options = new RunnerOptions(
                number(given, "--port", 0),
                URI.create(text(given, "--endpoint", "http://127.0.0.1:4566")),
                text(given, "--region", "us-east-1"),
                text(given, "--account", "000000000000"),
                Path.of(text(given, "--home", ".tidemill/batch")).toAbsolutePath(),
                Path.of(text(given, "--templates", "cdk.out")).toAbsolutePath(),
                text(given, "--consumer", "tidemill-job-state"),
                new LocalCommand(commands),
                environment,
                new Machine(
                        number(given, "--vcpus", (int) found.vcpus()),
                        number(given, "--memory-mb", found.memoryMb()),
                        number(given, "--gpus", found.gpus())));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown option " + given.keySet().iterator().next()
                            + ": expected --port, --endpoint, --region, --account, --home, --templates, --consumer, --run, --env,"
                            + " --vcpus, --memory-mb or --gpus");
        }
        return options;
    }

    private static void put(Map<String, String> map, String name, String value, String expected) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("Option " + name + " is " + value + ": expected " + expected);
        }
        map.put(value.substring(0, equals), value.substring(equals + 1));
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
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(
                    "Option " + name + " is \"" + value + "\": expected a whole number", notNumber);
        }
    }
}
