package dev.tidemill.inference.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.ProblemException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of an inference request: JSON, or JSON followed by the tensors that it says are binary. */
public final class InferRequestReader {
    private static final int MOST_ROWS = 1000;
    private static final String SIZE = "binary_data_size";

    private final ByteBuffer binary;
    private final Faults faults = new Faults();

    private InferRequestReader(ByteBuffer binary) {
        this.binary = binary.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a body.
     *
     * @param headerLength value of the header {@code Inference-Header-Content-Length}: bytes of JSON before binary data;
     *     null when there is none
     * @throws ProblemException {@code INVALID_REQUEST} or {@code INVALID_JSON} naming tensor, index, value and
     *     expectation, {@code TOO_MANY_ROWS} above 1000 rows
     */
    public static InferRequest read(byte[] body, @Nullable String headerLength) {
        int length = headerLength == null ? body.length : length(headerLength, body.length);
        JsonNode json = Json.parse(text(ByteBuffer.wrap(body, 0, length)));
        if (!json.isObject()) {
            throw Faults.of("body", json.toString(), "a JSON object with inputs");
        }
        ByteBuffer rest = ByteBuffer.wrap(body, length, body.length - length);
        return new InferRequestReader(rest.slice()).request(json);
    }

    private static int length(String header, int most) {
        try {
            int length = Integer.parseInt(header.strip());
            if (length >= 0 && length <= most) {
                return length;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw Faults.of(
                "header Inference-Header-Content-Length", header, "a whole number of at most the body's " + most);
    }

    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw Faults.of("body", "bytes that are no UTF-8", "JSON in UTF-8");
        }
    }

    private InferRequest request(JsonNode json) {
        JsonNode id = json.path("id");
        if (!id.isMissingNode() && !id.isNull() && !id.isTextual()) {
            faults.add("id", id.toString(), "text");
        }
        JsonNode inputs = json.path("inputs");
        if (!inputs.isArray() || inputs.isEmpty()) {
            throw Faults.of("inputs", inputs.isMissingNode() ? "missing" : inputs.toString(), "a list of tensors");
        }
        List<Tensor> tensors = new ArrayList<>();
        int number = 0;
        for (JsonNode input : inputs) {
            Tensor tensor = tensor(input, number++);
            if (tensor != null) {
                tensors.add(tensor);
            }
        }
        if (binary.hasRemaining()) {
            faults.add("body", binary.remaining() + " bytes after the last binary tensor", "none");
        }
        List<InferRequest.Wanted> outputs = outputs(json.path("outputs"));
        faults.check();
        boolean binaryOutputs =
                json.path("parameters").path("binary_data_output").asBoolean(false);
        return new InferRequest(id.isTextual() ? id.textValue() : null, binaryOutputs, tensors, outputs);
    }

    private @Nullable List<InferRequest.Wanted> outputs(JsonNode outputs) {
        if (outputs.isMissingNode() || outputs.isNull()) {
            return null;
        }
        if (!outputs.isArray()) {
            faults.add("outputs", outputs.toString(), "a list of outputs by name");
            return null;
        }
        List<InferRequest.Wanted> wanted = new ArrayList<>();
        for (JsonNode output : outputs) {
            JsonNode name = output.path("name");
            if (!name.isTextual()) {
                faults.add("outputs, index " + wanted.size(), output.toString(), "an object with a name");
            }
            JsonNode binaryData = output.path("parameters").path("binary_data");
            wanted.add(new InferRequest.Wanted(
                    name.asText(), binaryData.isBoolean() ? (Boolean) binaryData.booleanValue() : null));
        }
        return wanted;
    }

    private @Nullable Tensor tensor(JsonNode input, int number) {
        JsonNode name = input.path("name");
        if (!name.isTextual()) {
            faults.add("inputs, index " + number, input.toString(), "a tensor with a name");
            return null;
        }
        String place = "tensor '" + name.textValue() + "'";
        Datatype datatype = Datatype.named(input.path("datatype").asText()).orElse(null);
        if (datatype == null) {
            faults.add(
                    place + ", datatype",
                    input.path("datatype").isMissingNode()
                            ? "missing"
                            : input.path("datatype").asText(),
                    "BOOL, INT64, FP64 or BYTES");
        }
        List<Long> shape = shape(input.path("shape"), place);
        JsonNode size = input.path("parameters").path(SIZE);
        if (!size.isMissingNode() && (!size.isInt() || size.intValue() < 0 || size.intValue() > binary.remaining())) {
            throw Faults.of(
                    place + ", " + SIZE,
                    size.toString(),
                    "a whole number of at most the " + binary.remaining() + " bytes that follow"
                            + " (the header Inference-Header-Content-Length says where they begin)");
        }
        ByteBuffer part = size.isMissingNode() ? null : part(size.intValue());
        if (datatype == null || shape == null) {
            return null;
        }
        List<@Nullable Object> data = new ArrayList<>();
        if (part == null) {
            flat(input.path("data"), place, datatype, data, 0);
        } else {
            flat(part, place, datatype, data);
        }
        if (data.size() != shape.getFirst() && !faults.isFull()) {
            faults.add(place + ", data", data.size() + " values", shape.getFirst() + " values, as the shape says");
        }
        return new Tensor(name.textValue(), datatype, shape, data);
    }

    private ByteBuffer part(int size) {
        ByteBuffer part = binary.slice(binary.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        binary.position(binary.position() + size);
        return part;
    }

    private @Nullable List<Long> shape(JsonNode node, String place) {
        List<Long> shape = new ArrayList<>();
        node.forEach(dimension -> shape.add(dimension.isIntegralNumber() ? dimension.longValue() : -1));
        boolean fits = node.isArray()
                && (shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1))
                && shape.getFirst() >= 1;
        if (!fits) {
            faults.add(
                    place + ", shape",
                    node.isMissingNode() ? "missing" : node.toString(),
                    "[n] or [n,1] with n of at least 1");
            return null;
        }
        if (shape.getFirst() > MOST_ROWS) {
            throw new ProblemException(
                    "TOO_MANY_ROWS",
                    place + ", shape: " + node + ": expected at most " + MOST_ROWS
                            + " rows; score larger files in a batch");
        }
        return shape;
    }

    private void flat(JsonNode node, String place, Datatype datatype, List<@Nullable Object> data, int depth) {
        if (!node.isArray()) {
            faults.add(place + ", data", node.isMissingNode() ? "missing" : node.toString(), "a list of values");
            return;
        }
        for (JsonNode item : node) {
            if (item.isArray() && depth == 0) {
                flat(item, place, datatype, data, 1);
                continue;
            }
            Object value = item.isNull() ? null : datatype.value(item);
            if (value == null && !item.isNull() && !faults.isFull()) {
                faults.add(
                        place + ", index " + data.size(),
                        item.toString(),
                        datatype.expectation() + " (" + datatype + ")");
            }
            data.add(value);
        }
    }

    private void flat(ByteBuffer part, String place, Datatype datatype, List<@Nullable Object> data) {
        try {
            while (part.hasRemaining()) {
                Object value = datatype.value(part);
                if (value == null) {
                    throw Faults.of(
                            place + ", index " + data.size(),
                            "binary data",
                            datatype.expectation() + " (" + datatype + ")");
                }
                data.add(value);
            }
        } catch (BufferUnderflowException e) {
            throw Faults.of(place + ", index " + data.size(), "too few bytes", "a whole value of " + datatype);
        }
    }
}
