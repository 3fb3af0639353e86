package dev.tidemill.monitoring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a monitoring is asked.
 *
 * @param model the model to watch; null for the one that the project serves
 * @param until the time as of which labels and predictions count; null for as far as the labels are known
 * @param cause what brought it about; null when somebody asked
 */
record MonitoringRequest(
        @Nullable String model,
        @Nullable Instant until,
        @Nullable String cause) {}
