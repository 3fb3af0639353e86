package dev.tidemill.trackingapi.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.aws.lambda.HttpResponse;
import dev.tidemill.contract.Json;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import dev.tidemill.core.tracking.Tracking;
import dev.tidemill.trackingapi.search.Filter;
import dev.tidemill.trackingapi.search.Pages;
import dev.tidemill.trackingapi.search.Sorting;
import dev.tidemill.trackingapi.search.ViewType;
import dev.tidemill.trackingapi.wire.Call;
import dev.tidemill.trackingapi.wire.Parameters;
import dev.tidemill.trackingapi.wire.RawEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The search of runs, whose answer is written as it is found: a page may hold thousands of runs. */
public final class RunSearchEndpoint implements RawEndpoint {
    private static final int USUAL = 1000;
    private static final int MOST = 50_000;

    /** A page that would hold more ends here, with a token. */
    private static final int MOST_IN_PAGE = 5000;

    private static final int MOST_BYTES = 3_800_000;
    private static final int MOST_BYTES_COMPRESSED = 7_000_000;

    private final Tracking tracking;

    public RunSearchEndpoint(Tracking tracking) {
        this.tracking = tracking;
    }

    @Override
    public HttpResponse answer(Call call) {
        boolean gzip = call.request().header("accept").isPresent()
                && call.request().header("accept-encoding").orElse("").contains("gzip");
        byte[] page = page(call, Parameters.of(call.request()), gzip ? MOST_BYTES_COMPRESSED : MOST_BYTES);
        return new HttpResponse(200, Map.of("content-type", "application/json"), page);
    }

    /** The same as an endpoint whose parameters were read before. */
    public ObjectNode json(Call call) {
        byte[] page = page(call, call.parameters(), MOST_BYTES);
        return (ObjectNode) Json.parse(new String(page, StandardCharsets.UTF_8));
    }

    private byte[] page(Call call, Parameters parameters, int mostBytes) {
        int limit = Math.min(MOST_IN_PAGE, Pages.limit(parameters, USUAL, MOST));
        ViewType view = ViewType.of(parameters, "run_view_type");
        Filter<Run> filter = Filter.parse(parameters.textOrEmpty("filter"), RunFields.FIELDS);
        Sorting<Run> sorting = Sorting.parse(parameters.texts("order_by"), RunFields.USUAL_ORDER, RunFields.FIELDS);
        Predicate<Run> after = sorting.after(parameters.textOrEmpty("page_token"));
        boolean early = !sorting.usesData();
        RunSearch search = new RunSearch(
                run -> view.sees(run.active()) && filter.attributesMatch(run) && (!early || after.test(run)),
                run -> filter.matches(run) && (early || after.test(run)),
                filter.usesData() || sorting.usesData(),
                keys(filter, sorting),
                sorting.comparator(),
                sorting.startsWith("start_time", true),
                limit + 1);
        List<Run> found = tracking.searchRuns(call.workspace(), parameters.texts("experiment_ids"), search);
        RunsWriter writer = new RunsWriter(mostBytes);
        int written = writer.write(found.subList(0, Math.min(limit, found.size())));
        String token = written < found.size() ? sorting.token(found.get(written - 1)) : "";
        return writer.finish(token);
    }

    private static @Nullable Set<String> keys(Filter<Run> filter, Sorting<Run> sorting) {
        Set<String> compared = filter.keys();
        if (compared == null) {
            return null;
        }
        Set<String> keys = new HashSet<>(compared);
        keys.addAll(sorting.keys());
        return keys;
    }
}
