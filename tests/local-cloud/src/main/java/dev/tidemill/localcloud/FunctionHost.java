package dev.tidemill.localcloud;

import dev.tidemill.client.Document;
import java.util.List;
import java.util.Optional;

/** What the function host says of its processes. */
public final class FunctionHost {
    private final LocalCloud cloud;

    public FunctionHost(LocalCloud cloud) {
        this.cloud = cloud;
    }

    /** How many invocations of a function have been answered. */
    public long served(String function) {
        return function(function).stream()
                .mapToLong(pool -> pool.at("served").integer())
                .sum();
    }

    /** A process that has an invocation of a function in its hands. */
    public Optional<ProcessHandle> busy(String function) {
        return function(function).stream()
                .flatMap(pool -> pool.at("processes").elements().stream())
                .filter(process -> process.at("state").text().equals("BUSY"))
                .findFirst()
                .flatMap(process -> ProcessHandle.of(process.at("pid").integer()));
    }

    private List<Document> function(String name) {
        return JsonHttp.get(cloud.functionHost().resolve("/_host/status")).at("functions").elements().stream()
                .filter(pool -> pool.at("name").text().equals(name))
                .toList();
    }
}
