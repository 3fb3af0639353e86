package dev.tidemill.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.constructs.Node;

/**
 * What {@code cdk -c name=value} decides.
 *
 * @param loopback whether the stacks go to an emulator on this machine: no authorization, nothing it lacks, and data
 *     that {@code down} may delete; context {@code endpoint=loopback}
 * @param root the repository, where zips are looked for; context {@code root}
 * @param batchEndpoint address of the local Batch runner; context {@code batchEndpoint}
 * @param trackingUrl base address of the API as the local trainer reaches it; context {@code trackingUrl}
 * @param customerKeys whether data is encrypted by a key of the account's own; context {@code customerKeys=true}
 * @param trainerDigest of the trainer's image in the repository {@code tidemill-trainer}, {@code sha256:} and 64
 *     hexadecimal digits; context {@code trainerDigest}
 * @param arm64 whether the zips are built for arm64; context {@code arch=arm64}
 * @param mlflowUi the wheel of MLflow whose user interface is deployed, empty for none; context {@code mlflowUi}
 * @param alarmMail address that is told when a failure queue is not empty, empty for no alarms; context
 *     {@code alarmMail}
 * @param trainingSeconds bound on one training from dispatch to end; context {@code trainingSeconds}
 */
public record Settings(
        boolean loopback,
        Path root,
        Optional<String> batchEndpoint,
        Optional<String> trackingUrl,
        boolean customerKeys,
        Optional<String> trainerDigest,
        boolean arm64,
        Optional<Path> mlflowUi,
        Optional<String> alarmMail,
        int trainingSeconds) {
    /** Three attempts of four hours, and as long again in the queue as one attempt. */
    static final int DEFAULT_TRAINING_SECONDS = 16 * 3600;

    /** Settings for AWS with nothing said. */
    public static Settings defaults(Path root) {
        return new Settings(
                false,
                root,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                DEFAULT_TRAINING_SECONDS);
    }

    /**
     * Reads the context.
     *
     * @throws IllegalArgumentException naming every value that is none of those expected
     */
    static Settings of(Node node, Path workingDirectory) {
        List<String> faults = new ArrayList<>();
        boolean loopback = word(node, "endpoint", "aws", "loopback", faults);
        boolean keys = word(node, "customerKeys", "false", "true", faults);
        boolean arm = word(node, "arch", "amd64", "arm64", faults);
        Optional<String> digest = text(node, "trainerDigest");
        digest.filter(d -> !d.matches("sha256:[0-9a-f]{64}"))
                .ifPresent(d -> faults.add("trainerDigest '" + d + "': expected sha256: and 64 hexadecimal digits"));
        int seconds = DEFAULT_TRAINING_SECONDS;
        String given = text(node, "trainingSeconds").orElse("" + seconds);
        if (given.matches("[1-9][0-9]{0,6}")) {
            seconds = Integer.parseInt(given);
        } else {
            faults.add("trainingSeconds '" + given + "': expected a whole number of seconds from 1 to 9999999");
        }
        Optional<Path> wheel = text(node, "mlflowUi").map(Path::of);
        Optional<String> mail = text(node, "alarmMail");
        mail.filter(address -> loopback || !address.matches("[^@\\s]+@[^@\\s]+"))
                .ifPresent(address -> faults.add(
                        "alarmMail '" + address + "': expected an address of mail, and no endpoint=loopback"));
        if (loopback) {
            wheel.ifPresent(path -> faults.add("mlflowUi '" + path + "': expected only without endpoint=loopback"));
        } else {
            wheel.filter(path -> !Files.isRegularFile(path))
                    .ifPresent(path -> faults.add("mlflowUi '" + path + "': expected the path of a wheel of mlflow"));
            for (String local : List.of("batchEndpoint", "trackingUrl")) {
                text(node, local)
                        .ifPresent(value ->
                                faults.add(local + " '" + value + "': expected only together with endpoint=loopback"));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("context: " + String.join("; ", faults));
        }
        Path root = text(node, "root").map(Path::of).orElseGet(() -> repository(workingDirectory));
        return new Settings(
                loopback,
                root,
                text(node, "batchEndpoint"),
                text(node, "trackingUrl"),
                keys,
                digest,
                arm,
                wheel,
                mail,
                seconds);
    }

    private static Optional<String> text(Node node, String name) {
        return Optional.ofNullable(node.tryGetContext(name))
                .map(Object::toString)
                .filter(text -> !text.isBlank());
    }

    private static boolean word(Node node, String name, String no, String yes, List<String> faults) {
        String value = text(node, name).orElse(no);
        if (!value.equals(no) && !value.equals(yes)) {
            faults.add(name + " '" + value + "': expected " + no + " or " + yes);
        }
        return value.equals(yes);
    }

    private static Path repository(Path workingDirectory) {
        Path folder = workingDirectory.toAbsolutePath().normalize();
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("infra-cdk")) && Files.isDirectory(at.resolve("functions"))) {
                return at;
            }
        }
        throw new IllegalArgumentException(
                "context root is not given and " + folder + " is not inside the repository: pass -c root=PATH");
    }
}
