package dev.tidemill.trackingapi.loggedmodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.core.loggedmodel.LoggedModel;
import dev.tidemill.core.loggedmodel.LoggedModels;
import dev.tidemill.trackingapi.search.Pages;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.MlflowErrors;
import dev.tidemill.trackingapi.wire.Parameters;
import java.util.LinkedHashSet;
import java.util.List;

/** Searches the logged models of experiments. */
final class LoggedModelSearch {
    private static final int USUAL = 100;
    private static final int MOST = 50_000;

    private final LoggedModels models;

    LoggedModelSearch(LoggedModels models) {
        this.models = models;
    }

    ObjectNode answer(Call call) {
        Parameters parameters = call.parameters();
        List<String> experimentIds = parameters.texts("experiment_ids");
        if (experimentIds.isEmpty()) {
            throw MlflowErrors.invalid("Missing value for required parameter 'experiment_ids'."
                    + " See the API docs for more information about request parameters.");
        }
        String text = parameters.textOrEmpty("filter");
        ModelFilter filter = ModelFilter.parse(text, ModelDataset.read(parameters));
        List<ModelOrder> orders = ModelOrder.read(parameters);
        ModelPageToken token = new ModelPageToken(experimentIds, text, orders);
        Pages page = new Pages(token.offset(parameters.textOrEmpty("page_token")), limit(parameters));
        boolean withMetrics = parameters.truth("include_metrics").orElse(true);
        List<LoggedModel> found = new LinkedHashSet<>(experimentIds)
                .stream()
                        .flatMap(experiment -> models.ofExperiment(call.workspace(), experiment).stream())
                        .filter(filter::matches)
                        .sorted(ModelOrder.all(orders))
                        .toList();
        ObjectNode answer = page.write("models", found, model -> LoggedModelJson.of(model, withMetrics));
        if (answer.has("next_page_token")) {
            int written = answer.path("models").size();
            answer.put("next_page_token", token.at(page.offset() + written));
        }
        return answer;
    }

    private static int limit(Parameters parameters) {
        long asked = parameters.number("max_results").orElse(USUAL);
        if (asked < 0 || asked > Integer.MAX_VALUE) {
            throw Parameters.invalid("max_results", asked, "Value must be a positive integer of 32 bits.");
        }
        return asked == 0 ? USUAL : (int) Math.min(asked, MOST);
    }
}
