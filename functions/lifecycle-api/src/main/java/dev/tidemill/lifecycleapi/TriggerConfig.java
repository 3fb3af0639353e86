package dev.tidemill.lifecycleapi;

import dev.tidemill.aws.environment.Environment;
import java.util.Map;

/**
 * What the function that decides triggers is told by its environment.
 *
 * @param stateMachinePrefix ARN of a state machine up to the machine's short name
 */
record TriggerConfig(String artifactsBucket, String registryTable, String lifecycleTable, String stateMachinePrefix) {
    private TriggerConfig(Environment given) {
        this(given.artifactsBucket(), given.registryTable(), given.lifecycleTable(), given.stateMachinePrefix());
    }

    static TriggerConfig of(Map<String, String> environment) {
        return Environment.read(environment, TriggerConfig::new);
    }
}
