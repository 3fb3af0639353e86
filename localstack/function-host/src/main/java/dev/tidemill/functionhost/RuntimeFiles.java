package dev.tidemill.functionhost;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import dev.tidemill.functionhost.child.Tether;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What every function's JVM is given beside its own code.
 *
 * @param folder where the files lie
 * @param classPath the tether, then AWS's runtime interface client and what it needs
 * @param nativeClient the client's native library, unpacked once because the client itself would rewrite one shared
 *     file under running processes; null where AWS publishes none, there a Java client takes its place
 */
record RuntimeFiles(
        Path folder, List<Path> classPath, @Nullable Path nativeClient) {
    private static final String JAVA_CLIENT =
            "com/amazonaws/services/lambda/runtime/api/client/runtimeapi/NativeClient";

    /** Copies the collection. */
    RuntimeFiles {
        classPath = List.copyOf(classPath);
    }

    /**
     * Writes the files into a folder; a file that is already there with the same content is left as it is, because a
     * class archive is bound to the times of the jars.
     */
    static RuntimeFiles prepare(Path folder, boolean linux) throws IOException {
        Files.createDirectories(folder);
        Path library = linux ? nativeLibrary(folder) : null;
        List<Path> jars = new ArrayList<>();
        jars.add(
                library == null
                        ? jar(folder.resolve("tether-java-client.jar"), true)
                        : jar(folder.resolve("tether.jar"), false));
        jars.add(locationOf(AWSLambda.class));
        jars.add(locationOf(Context.class));
        jars.add(locationOf(named("com.amazonaws.services.lambda.runtime.serialization.PojoSerializer")));
        jars.add(locationOf(named("software.amazon.awssdk.utilslite.SdkInternalThreadLocal")));
        return new RuntimeFiles(folder, jars, library);
    }

    private static Path nativeLibrary(Path folder) throws IOException {
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String name = "libaws-lambda-jni.linux" + (musl() ? "_musl-" : "-") + processor + ".so";
        Path library = folder.resolve(name);
        try (InputStream content = AWSLambda.class.getResourceAsStream("/jni/" + name)) {
            if (content == null) {
                throw new IOException("The runtime interface client has no native library " + name);
            }
            replace(library, content.readAllBytes());
        }
        return library;
    }

    private static boolean musl() {
        return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"));
    }

    private static Path jar(Path to, boolean javaClient) throws IOException {
        var content = new java.io.ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(content)) {
            List<String> names = new ArrayList<>(List.of(Tether.class.getName().replace('.', '/')));
            if (javaClient) {
                names.add(JAVA_CLIENT);
            }
            for (String name : names) {
                JarEntry entry = new JarEntry(name + ".class");
                entry.setTime(0);
                jar.putNextEntry(entry);
                jar.write(ownClass(name));
                jar.closeEntry();
            }
        }
        replace(to, content.toByteArray());
        return to;
    }

    private static byte[] ownClass(String name) throws IOException {
        Path own = locationOf(Tether.class);
        if (Files.isDirectory(own)) {
            return Files.readAllBytes(own.resolve(name + ".class"));
        }
        try (java.util.zip.ZipFile jar = new java.util.zip.ZipFile(own.toFile());
                InputStream content = jar.getInputStream(jar.getEntry(name + ".class"))) {
            return content.readAllBytes();
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "fresh-", ".tmp");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Class<?> named(String name) throws IOException {
        try {
            return Class.forName(name, false, RuntimeFiles.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new IOException("The runtime interface client is incomplete: " + name + " is missing", absent);
        }
    }

    private static Path locationOf(Class<?> type) throws IOException {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException odd) {
            throw new IOException("Cannot find the jar of " + type.getName(), odd);
        }
    }

    static boolean onLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }
}
