package dev.tidemill.wheel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs folders as the wheel of the kernel: run by the build.
 *
 * <pre>WheelMain --version VERSION --platform TAG --out FOLDER [--license FILE]... [--below NAME=FOLDER]... FOLDER...</pre>
 *
 * <p>What lies in a FOLDER goes into the kernelspec as it lies there, with {@code --below} under a name of its own. A
 * folder that is missing or empty is an error.
 */
public final class WheelMain {
    private WheelMain() {}

    public static void main(String[] arguments) {
        try {
            Path wheel = build(List.of(arguments));
            System.out.println("wheel: " + wheel + ", " + Files.size(wheel) / 1_000_000 + " MB");
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("wheel: " + e.getMessage());
            System.exit(1);
        }
    }

    static Path build(List<String> arguments) throws IOException {
        String version = "";
        String platform = "";
        Path out = Path.of("");
        List<Path> licenses = new ArrayList<>();
        Kernelspec kernelspec = new Kernelspec();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("--")) {
                kernelspec.add("", Path.of(word));
                continue;
            }
            if (++i == arguments.size()) {
                throw new IllegalArgumentException(word + " needs a value");
            }
            String value = arguments.get(i);
            switch (word) {
                case "--version" -> version = value;
                case "--platform" -> platform = value;
                case "--out" -> out = Path.of(value);
                case "--license" -> licenses.add(Path.of(value));
                case "--below" -> {
                    String[] pair = value.split("=", 2);
                    if (pair.length != 2) {
                        throw new IllegalArgumentException("--below is '" + value + "': expected NAME=FOLDER");
                    }
                    kernelspec.add(pair[0] + "/", Path.of(pair[1]));
                }
                default ->
                    throw new IllegalArgumentException(
                            "unknown option " + word + ": expected --version, --platform, --out, --license or --below");
            }
        }
        return new Wheel(version, platform, licenses, kernelspec.files()).write(out);
    }
}
