package dev.tidemill.aws.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the variables that the stacks set into a configuration, which is given only when all it asks for is there. For
 * use within {@link #read} alone.
 */
public final class Environment {
    private static final int LEAST_MEMORY_MIB = 512;

    private final Map<String, String> variables;
    private final List<String> faults = new ArrayList<>();

    private Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * Makes a configuration from an environment.
     *
     * @param configuration asks for what it needs; what is missing or wrong reads as a stand-in meanwhile
     * @throws IllegalArgumentException naming every variable that is missing or wrong, and what was expected
     */
    public static <T> T read(Map<String, String> variables, Function<Environment, T> configuration) {
        Environment environment = new Environment(variables);
        T read = configuration.apply(environment);
        if (!environment.faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", environment.faults));
        }
        return read;
    }

    public String lakeBucket() {
        return required("TIDEMILL_LAKE_BUCKET", "the lake bucket's name");
    }

    public String artifactsBucket() {
        return required("TIDEMILL_ARTIFACTS_BUCKET", "the artifacts bucket's name");
    }

    public String captureBucket() {
        return required("TIDEMILL_CAPTURE_BUCKET", "the capture bucket's name");
    }

    public String featuresTable() {
        return required("TIDEMILL_FEATURES_TABLE", "the features table's name");
    }

    public String trackingTable() {
        return required("TIDEMILL_TRACKING_TABLE", "the tracking table's name");
    }

    public String registryTable() {
        return required("TIDEMILL_REGISTRY_TABLE", "the registry table's name");
    }

    public String lifecycleTable() {
        return required("TIDEMILL_LIFECYCLE_TABLE", "the lifecycle table's name");
    }

    /** Whether the API is open: set where the stacks are deployed into an emulator on the loopback, and nowhere else. */
    public boolean openApi() {
        String open = optional("TIDEMILL_OPEN_API", "false");
        if (!open.equals("true") && !open.equals("false")) {
            faults.add("TIDEMILL_OPEN_API is '" + open + "': expected true or false");
        }
        return open.equals("true");
    }

    /** Principals that administer every workspace, as access lists write them; empty for none. */
    public List<String> administrators() {
        return words("TIDEMILL_ADMINISTRATORS");
    }

    /** Principals of the deployment's own jobs, as access lists write them. */
    public List<String> workers() {
        return words("TIDEMILL_WORKERS");
    }

    private List<String> words(String variable) {
        return Pattern.compile("[,\\s]+")
                .splitAsStream(optional(variable, ""))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    public String eventBus() {
        return required("TIDEMILL_EVENT_BUS", "the event bus's name");
    }

    public String captureQueueUrl() {
        return required("TIDEMILL_CAPTURE_QUEUE_URL", "the capture queue's address");
    }

    /** Account id of the Glue catalog; empty for the caller's own. */
    public String glueCatalog() {
        return optional("TIDEMILL_GLUE_CATALOG", "");
    }

    /** ARN of a state machine up to the machine's short name. */
    public String stateMachinePrefix() {
        String prefix = required("TIDEMILL_STATE_MACHINE_PREFIX", "arn:...:stateMachine:tidemill-");
        if (!prefix.isBlank() && !prefix.contains(":stateMachine:")) {
            faults.add("TIDEMILL_STATE_MACHINE_PREFIX is '" + prefix + "': expected arn:...:stateMachine:tidemill-");
        }
        return prefix;
    }

    /**
     * The function's memory in MiB, of which at least 512 are expected.
     *
     * @param otherwise where the variable is not set
     */
    public int memoryMib(int otherwise) {
        return number("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", otherwise, LEAST_MEMORY_MIB);
    }

    /** The folder for temporary files. */
    public Path folder() {
        return Path.of(optional("TMPDIR", System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /** A variable's value; one that is not set, or blank, is a fault. */
    public String required(String variable, String expected) {
        String value = optional(variable, "");
        if (value.isBlank()) {
            faults.add(variable + " is not set: expected " + expected);
        }
        return value;
    }

    /** A variable's value, or another where it is not set. */
    public String optional(String variable, String otherwise) {
        return variables.getOrDefault(variable, otherwise);
    }

    /** A variable's value as a whole number; one that is none, or below the least, is a fault. */
    public int number(String variable, int otherwise, int least) {
        String text = optional(variable, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The fault below names the text.
        }
        faults.add(variable + " is '" + text + "': expected a whole number of at least " + least);
        return Math.max(otherwise, least);
    }
}
