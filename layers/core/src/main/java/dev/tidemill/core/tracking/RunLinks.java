package dev.tidemill.core.tracking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run read and made, each thing once, in the order it was told.
 *
 * @param modelInputs ids of logged models that it read
 * @param modelOutputs logged models that it made
 */
public record RunLinks(List<DatasetInput> datasets, List<String> modelInputs, List<ModelOutput> modelOutputs) {
    /** No links. */
    public static final RunLinks NONE = new RunLinks(List.of(), List.of(), List.of());

    private record Identity(String name, String digest) {}

    public RunLinks {
        datasets = List.copyOf(datasets);
        modelInputs = List.copyOf(modelInputs);
        modelOutputs = List.copyOf(modelOutputs);
    }

    /** These links and others; a dataset or model that is there already stays as it is. */
    public RunLinks with(List<DatasetInput> newDatasets, List<String> newInputs, List<ModelOutput> newOutputs) {
        Map<Identity, DatasetInput> allDatasets = new LinkedHashMap<>();
        for (List<DatasetInput> some : List.of(datasets, newDatasets)) {
            for (DatasetInput input : some) {
                allDatasets.putIfAbsent(
                        new Identity(input.dataset().name(), input.dataset().digest()), input);
            }
        }
        Set<String> allInputs = new LinkedHashSet<>(modelInputs);
        allInputs.addAll(newInputs);
        Map<String, ModelOutput> allOutputs = new LinkedHashMap<>();
        modelOutputs.forEach(output -> allOutputs.putIfAbsent(output.modelId(), output));
        newOutputs.forEach(output -> allOutputs.putIfAbsent(output.modelId(), output));
        return new RunLinks(
                new ArrayList<>(allDatasets.values()),
                new ArrayList<>(allInputs),
                new ArrayList<>(allOutputs.values()));
    }
}
