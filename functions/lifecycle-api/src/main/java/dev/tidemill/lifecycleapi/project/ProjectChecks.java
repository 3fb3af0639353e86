package dev.tidemill.lifecycleapi.project;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.failure.Problem;
import java.util.ArrayList;
import java.util.List;

/** Checks what only the engines can: that SQL parses and binds, that expressions compile. Safe for several threads. */
@FunctionalInterface
public interface ProjectChecks {
    /** Checks a project that passed the reader's rules; a fault is told in the verdict, never thrown. */
    Verdict check(ProjectSpec spec);

    /** Several checks as one, which tells the faults of all. */
    static ProjectChecks all(List<ProjectChecks> checks) {
        return spec -> {
            List<Problem.Detail> faults = new ArrayList<>();
            List<String> labelDatasets = new ArrayList<>();
            for (ProjectChecks check : checks) {
                Verdict verdict = check.check(spec);
                faults.addAll(verdict.faults());
                labelDatasets.addAll(verdict.labelDatasets());
            }
            return new Verdict(faults, labelDatasets);
        };
    }

    /**
     * @param faults empty when everything is well
     * @param labelDatasets the datasets that the label's SQL reads; empty when that SQL has a fault
     */
    record Verdict(List<Problem.Detail> faults, List<String> labelDatasets) {
        public Verdict {
            faults = List.copyOf(faults);
            labelDatasets = List.copyOf(labelDatasets);
        }
    }
}
