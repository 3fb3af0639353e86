package dev.tidemill.client;

import java.util.List;
import java.util.Optional;

/**
 * What a served model takes and gives.
 *
 * @param versions that can be asked
 */
public record ModelMetadata(String name, List<String> versions, List<Tensor> inputs, List<Tensor> outputs) {
    /**
     * @param datatype BOOL, INT64, FP64, BYTES or another of the Open Inference Protocol
     * @param optional whether it may be left out
     */
    public record Tensor(String name, String datatype, boolean optional) {
        private static Tensor of(Document json) {
            return new Tensor(
                    json.at("name").text(),
                    json.at("datatype").text(),
                    json.at("parameters", "optional").isTrue()
                            || json.at("optional").isTrue());
        }
    }

    static ModelMetadata of(Document json) {
        return new ModelMetadata(
                json.at("name").text(),
                json.at("versions").texts(),
                json.at("inputs").elements().stream().map(Tensor::of).toList(),
                json.at("outputs").elements().stream().map(Tensor::of).toList());
    }

    /** The input of a name; empty when the model lists none. */
    public Optional<Tensor> input(String tensor) {
        return inputs.stream().filter(input -> input.name().equals(tensor)).findFirst();
    }
}
