package dev.tidemill.functionhost;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * One function version as it stands now.
 *
 * @param name the function's name
 * @param version {@code $LATEST} or a number
 * @param handler as deployed
 * @param memoryMb MiB a process may hold
 * @param timeoutSeconds longest time of an invocation
 * @param concurrency most processes
 * @param waiting invocations without a process
 * @param served invocations answered
 * @param failed invocations that ended with an error
 * @param coldStarts processes started so far
 * @param retired true when a newer revision has replaced it
 * @param processes those alive
 */
public record PoolStatus(
        String name,
        String version,
        String handler,
        int memoryMb,
        long timeoutSeconds,
        int concurrency,
        int waiting,
        long served,
        long failed,
        long coldStarts,
        boolean retired,
        List<ProcessStatus> processes) {

    /**
     * One JVM.
     *
     * @param pid process id
     * @param id its id in the Runtime API
     * @param state STARTING, IDLE, BUSY or ENDING
     * @param served invocations it answered
     * @param residentMb resident MiB now, 0 when unknown
     * @param startedAt when it was started
     * @param since since when it is in this state
     */
    public record ProcessStatus(
            long pid, String id, String state, int served, long residentMb, Instant startedAt, Instant since) {
        static ProcessStatus of(Sandbox sandbox) {
            return new ProcessStatus(
                    sandbox.process.pid(),
                    sandbox.id,
                    sandbox.state.name(),
                    sandbox.served,
                    sandbox.measure() >> 20,
                    sandbox.startedAt,
                    sandbox.since);
        }
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("name", name)
                .put("version", version)
                .put("handler", handler)
                .put("memoryMb", memoryMb)
                .put("timeoutSeconds", timeoutSeconds)
                .put("concurrency", concurrency)
                .put("waiting", waiting)
                .put("served", served)
                .put("failed", failed)
                .put("coldStarts", coldStarts)
                .put("retired", retired);
        ArrayNode list = json.putArray("processes");
        for (ProcessStatus process : processes) {
            list.addObject()
                    .put("pid", process.pid)
                    .put("id", process.id)
                    .put("state", process.state)
                    .put("served", process.served)
                    .put("residentMb", process.residentMb)
                    .put("startedAt", process.startedAt.toString())
                    .put("since", process.since.toString());
        }
        return json;
    }
}
