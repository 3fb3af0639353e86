package dev.tidemill.load;

import dev.tidemill.client.Document;
import dev.tidemill.contract.Json;
import dev.tidemill.localcloud.LocalCloud;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The host of the functions' processes, and the Lambda API that it takes the functions from. Safe for threads. */
final class FunctionHost {
    private final Http http;
    private final URI host;
    private final URI functions;

    FunctionHost(Http http, LocalCloud cloud) {
        this.http = http;
        this.host = cloud.functionHost();
        this.functions = cloud.endpoint().resolve("/2015-03-31/functions/");
    }

    /**
     * A process of a function.
     *
     * @param startedAt when the host started it
     */
    record FunctionProcess(ProcessHandle handle, Instant startedAt) {}

    /** The names of the deployed functions, in the order of the alphabet. */
    List<String> names() {
        return json(functions.resolve("?MaxItems=1000")).at("Functions").elements().stream()
                .map(function -> function.at("FunctionName").text())
                .sorted()
                .toList();
    }

    /** A variable of a function's environment; empty when it has none of this name. */
    String variable(String function, String name) {
        return json(functions.resolve(function + "/configuration"))
                .at("Environment", "Variables", name)
                .text("");
    }

    /** The processes of a function that are alive. */
    List<FunctionProcess> processes(String function) {
        return json(host.resolve("/_host/status")).at("functions").elements().stream()
                .filter(pool -> pool.at("name").text().equals(function))
                .flatMap(pool -> pool.at("processes").elements().stream())
                .flatMap(process -> ProcessHandle.of(process.at("pid").integer())
                        .map(handle -> new FunctionProcess(
                                handle, process.at("startedAt").instant()))
                        .stream())
                .toList();
    }

    /** What a function's processes have used until now. */
    ProcessCpu cpu(String function) {
        return ProcessCpu.of(processes(function).stream().map(FunctionProcess::handle));
    }

    /** A call as Lambda's Invoke passes it to the host, without the AWS endpoint between. */
    HttpRequest call(String function, String event) {
        return Http.post(host.resolve("/invoke"), event, Map.of("X-Amzn-Lambda-Function-Name", function));
    }

    /**
     * Gives the function a new revision that is otherwise equal, after which the host starts new processes for it: no
     * later than a second afterwards.
     */
    void renew(String function, String description) {
        HttpRequest request = HttpRequest.newBuilder(functions.resolve(function + "/configuration"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(Json.write(Map.of("Description", description))))
                .build();
        http.body(request);
    }

    private Document json(URI address) {
        return Document.of(Json.parse(http.get(address)));
    }
}
