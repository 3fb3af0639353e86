package dev.tidemill.inference.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a model.
 *
 * @param id echoed in the answer; null when none was sent
 * @param binaryOutputs whether outputs that do not say otherwise are answered in binary
 * @param outputs the outputs that are wanted; null for all
 */
public record InferRequest(
        @Nullable String id,
        boolean binaryOutputs,
        List<Tensor> inputs,
        @Nullable List<Wanted> outputs) {
    /**
     * @param binary whether it is wanted in binary; null when the request does not say
     */
    public record Wanted(String name, @Nullable Boolean binary) {}

    /** Tells whether an output is to be answered. */
    boolean wants(String output) {
        return outputs == null
                || outputs.stream().anyMatch(wanted -> wanted.name().equals(output));
    }

    /** Tells whether an output is to be answered in binary. */
    boolean wantsBinary(String output) {
        if (outputs != null) {
            for (Wanted wanted : outputs) {
                if (wanted.name().equals(output) && wanted.binary() != null) {
                    return wanted.binary();
                }
            }
        }
        return binaryOutputs;
    }
}
