package dev.tidemill.lifecycleapi.route;

import dev.tidemill.contract.Spelling;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.RegisteredModel;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.lifecycleapi.http.Request;
import java.time.InstantSource;
import java.util.List;

/** What the path of a request names in the registry, and who changes it. */
record ModelPaths(Registry registry, InstantSource clock) {
    /**
     * @throws ProblemException {@code NO_SUCH_MODEL}
     */
    RegisteredModel model(Request request) {
        String name = request.parameter("model");
        return registry.model(request.workspace(), name).orElseThrow(() -> noModel(request, name));
    }

    ProblemException noModel(Request request, String name) {
        List<String> known = registry.models(request.workspace()).stream()
                .map(RegisteredModel::name)
                .toList();
        return new ProblemException(
                "NO_SUCH_MODEL",
                "There is no model '" + name + "' in workspace "
                        + request.workspace().name() + ".",
                List.of(new Problem.Detail("path model", name, "a model: " + Spelling.expected(known, name))));
    }

    /**
     * @throws ProblemException {@code NO_SUCH_MODEL} or {@code NO_SUCH_VERSION}
     */
    ModelVersion version(Request request) {
        RegisteredModel model = model(request);
        String number = request.parameter("version");
        ModelVersion version = number.matches("[0-9]{1,9}")
                ? registry.version(request.workspace(), model.name(), Integer.parseInt(number))
                        .orElse(null)
                : null;
        if (version == null) {
            throw new ProblemException(
                    "NO_SUCH_VERSION",
                    "Model " + model.name() + " has no version '" + number + "'.",
                    List.of(new Problem.Detail("path version", number, "a number from 1 to " + model.latestVersion())));
        }
        return version;
    }

    /**
     * The change that a request asks for, with no more rights than its caller has.
     *
     * @param why in words; empty when nothing is said
     */
    Change change(Request request, String why) {
        Role role = request.caller().role();
        return new Change(request.principal(), why, request.correlationId(), clock.instant())
                .as(role == null ? Role.READ : role);
    }
}
