package dev.tidemill.functionhost;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command line and environment with which a function's JVM starts.
 *
 * @param java the JVM's launcher
 * @param runtime the runtime interface client
 * @param task folder with the function's code
 * @param layers folders of its layers
 */
record ChildCommand(Path java, RuntimeFiles runtime, Path task, List<Path> layers) {
    private static final Pattern OWN_HEAP = Pattern.compile("-Xmx|MaxRAMPercentage|MaxHeapSize");
    private static final Pattern OWN_COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
    private static final int MIB = 1 << 20;

    /** Copies the collection. */
    ChildCommand {
        layers = List.copyOf(layers);
    }

    /**
     * The JVM's arguments.
     *
     * @param temporary folder for this process alone
     * @param crashes folder for the JVM's crash reports
     * @param archive class archive to start from, null for none
     * @param archiveToWrite class archive to write when the process ends in order, null for none
     */
    List<String> arguments(
            FunctionVersion function,
            Path temporary,
            Path crashes,
            @Nullable Path archive,
            @Nullable Path archiveToWrite)
            throws IOException {
        String own = function.environment().getOrDefault("JAVA_TOOL_OPTIONS", "");
        List<String> arguments = new ArrayList<>(List.of(
                java.toString(),
                // Percentages of the heap then count from the function's memory, as on Lambda.
                "-XX:MaxRAM=" + (long) function.memoryMb() * MIB,
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + crashes.resolve("hs_err_%p.log"),
                "-Djava.io.tmpdir=" + temporary));
        if (!OWN_HEAP.matcher(own).find()) {
            arguments.add("-Xmx" + defaultHeapMb(function.memoryMb()) + "m");
        }
        if (!OWN_COLLECTOR.matcher(own).find()) {
            arguments.add("-XX:+UseSerialGC");
        }
        if (!own.contains("TieredStopAtLevel") && !own.contains("TieredCompilation")) {
            arguments.add("-XX:TieredStopAtLevel=1");
        }
        if (archive != null) {
            arguments.add("-XX:SharedArchiveFile=" + archive);
        }
        if (archiveToWrite != null) {
            arguments.add("-XX:ArchiveClassesAtExit=" + archiveToWrite);
        }
        if (runtime.nativeClient() != null) {
            arguments.add("-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="
                    + runtime.nativeClient());
        }
        arguments.addAll(List.of("-cp", classPath(), "dev.tidemill.functionhost.child.Tether", function.handler()));
        return arguments;
    }

    /** Leaves room for classes, compiled code and threads, which resident size counts too. */
    static int defaultHeapMb(int memoryMb) {
        return Math.max(memoryMb * 2 / 5, Math.min(memoryMb * 13 / 20, memoryMb - 140));
    }

    /** Flat and sorted, so that code in layers sees the function's classes and a class archive fits every process. */
    String classPath() throws IOException {
        List<Path> entries = new ArrayList<>(runtime.classPath());
        if (holdsMoreThanLib(task)) {
            entries.add(task);
        }
        entries.addAll(jars(task.resolve("lib")));
        for (Path layer : layers) {
            entries.addAll(jars(layer.resolve("java").resolve("lib")));
        }
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean holdsMoreThanLib(Path task) throws IOException {
        try (Stream<Path> content = Files.list(task)) {
            return content.anyMatch(entry -> !entry.endsWith("lib"));
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The whole environment of the process: nothing of the host's own reaches it but {@code PATH}.
     *
     * @param runtimeApi host, port and path of the Runtime API for this process
     */
    Map<String, String> environment(
            FunctionVersion function, HostOptions options, String runtimeApi, String logStream, Path temporary) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_ENDPOINT_URL", options.endpoint().toString());
        environment.put("TZ", ":UTC");
        environment.put("LANG", "en_US.UTF-8");
        environment.putAll(options.environment());
        environment.putAll(function.environment());
        environment.put("AWS_REGION", options.region());
        environment.put("AWS_DEFAULT_REGION", options.region());
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", function.version());
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        environment.put("LAMBDA_TASK_ROOT", task.toString());
        environment.put("LAMBDA_RUNTIME_DIR", runtime.folder().toString());
        environment.put("_HANDLER", function.handler());
        environment.put("TMPDIR", temporary.toString());
        environment.put("HOME", temporary.toString());
        environment.put(
                "PATH", java.getParent() + File.pathSeparator + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        return environment;
    }
}
