package dev.tidemill.lifecycleapi.project;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.learning.OnDemandFeatures;
import java.util.List;

/** Type-checks the on-demand features of a project. Safe for use by several threads. */
public final class ExpressionChecks implements ProjectChecks {
    @Override
    public Verdict check(ProjectSpec spec) {
        return new Verdict(OnDemandFeatures.check(spec), List.of());
    }
}
