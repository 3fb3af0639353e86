package dev.tidemill.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Installs the kernel "Java (Tidemill)" into a Python environment: run it from the built kernelspec's jar with the JDK
 * that the kernel is to use.
 *
 * <pre>java -cp lib/tidemill-kernel.jar dev.tidemill.kernel.InstallKernel --prefix VENV [--env NAME=VALUE]...</pre>
 */
public final class InstallKernel {
    // By name: loading the class needs JJava, which the installer runs without.
    private static final String KERNEL = "dev.tidemill.kernel.TidemillKernel";
    private static final String USAGE =
            "usage: java -cp lib/tidemill-kernel.jar dev.tidemill.kernel.InstallKernel --prefix VENV [--env NAME=VALUE]...";

    private InstallKernel() {}

    public static void main(String[] arguments) throws URISyntaxException {
        String prefix = "";
        Map<String, String> environment = new TreeMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--prefix" -> prefix = arguments[i + 1];
                case "--env" -> {
                    String[] pair = arguments[i + 1].split("=", 2);
                    if (pair.length != 2 || pair[0].isEmpty()) {
                        System.err.println(
                                "install: --env is '" + arguments[i + 1] + "', expected NAME=VALUE\n" + USAGE);
                        System.exit(2);
                    }
                    environment.put(pair[0], pair[1]);
                }
                default -> prefix = "";
            }
        }
        if (prefix.isEmpty() || arguments.length % 2 != 0 || !Files.isDirectory(Path.of(prefix))) {
            System.err.println("install: expected --prefix with an existing folder\n" + USAGE);
            System.exit(2);
        }
        Path jar = Path.of(InstallKernel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path built = Objects.requireNonNull(jar.toAbsolutePath().getParent()).resolveSibling("jjava.jar");
        try {
            Path installed =
                    install(jar, built, Path.of(System.getProperty("java.home")), Path.of(prefix), environment);
            System.out.println("Java (Tidemill) installed: " + installed);
        } catch (IOException e) {
            System.err.println("install: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * @param jar of this extension, with all it needs inside
     * @param jjava jar of the kernel that it extends
     * @param jdk home of the JDK that the kernel runs on
     * @param prefix of the Python environment
     * @param environment what the kernel is started with, such as the API's address; over what Jupyter was started with
     * @return the installed folder
     */
    static Path install(Path jar, Path jjava, Path jdk, Path prefix, Map<String, String> environment)
            throws IOException {
        Path target = prefix.resolve("share/jupyter/kernels/tidemill-java");
        Files.createDirectories(target.resolve("lib"));
        Files.copy(jar, target.resolve("lib/tidemill-kernel.jar"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(jjava, target.resolve("jjava.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (InputStream options = Objects.requireNonNull(InstallKernel.class.getResourceAsStream("jvm.args"))) {
            Files.copy(options, target.resolve("jvm.args"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                target.resolve("kernel.json"), spec(jdk.resolve("bin/java").toString(), environment));
        return target;
    }

    private static String spec(String java, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                java,
                "@{resource_dir}/jvm.args",
                "-cp",
                "{resource_dir}/jjava.jar:{resource_dir}/lib/*",
                KERNEL,
                "{connection_file}"));
        String argv =
                String.join(", ", command.stream().map(InstallKernel::quoted).toList());
        String variables = environment.entrySet().stream()
                .map(variable -> quoted(variable.getKey()) + ": " + quoted(variable.getValue()))
                .collect(Collectors.joining(", "));
        return """
                {
                  "argv": [%s],
                  "display_name": "Java (Tidemill)",
                  "language": "java",
                  "interrupt_mode": "message",
                  "env": {%s}
                }
                """.formatted(argv, variables);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
