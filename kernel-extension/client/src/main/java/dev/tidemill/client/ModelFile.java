package dev.tidemill.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model that was made elsewhere, with all that a version of it needs.
 *
 * @param file the model
 * @param format {@code onnx}, or {@code tribuo} for Tribuo's protobuf
 * @param inputs each described by fields such as {@code name}, {@code type} and {@code shape}; at least one
 * @param outputs as inputs
 * @param source where it comes from, such as an address or a notebook's name
 * @param owner who answers for it
 * @param description empty when there is none
 */
public record ModelFile(
        Path file,
        String format,
        List<Map<String, Object>> inputs,
        List<Map<String, Object>> outputs,
        String source,
        String owner,
        String description,
        Map<String, String> tags) {
    public ModelFile {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        tags = Map.copyOf(tags);
    }

    /** A model without description and tags. */
    public ModelFile(
            Path file,
            String format,
            List<Map<String, Object>> inputs,
            List<Map<String, Object>> outputs,
            String source,
            String owner) {
        this(file, format, inputs, outputs, source, owner, "", Map.of());
    }
}
