package dev.tidemill.infra.function;

import static dev.tidemill.infra.function.FunctionLayer.COLUMNAR;
import static dev.tidemill.infra.function.FunctionLayer.RUNTIME;

import java.util.List;
import java.util.Locale;

/**
 * Every Lambda function. Memory stays at most 3,008 MB, which a new AWS account allows; functions behind the API end
 * within its 29 seconds.
 */
public enum DeployedFunction {
    LIFECYCLE_API("lifecycle-api", "dev.tidemill.lifecycleapi.LifecycleApiHandler", 1024, 29, Heap.SHARED, true),
    RECORD("lifecycle-api", "dev.tidemill.lifecycleapi.RecordHandler", 512, 30, Heap.OWN, true),
    PUBLISH("lifecycle-api", "dev.tidemill.lifecycleapi.PublishHandler", 512, 30, Heap.OWN, true),
    TRIGGER("lifecycle-api", "dev.tidemill.lifecycleapi.TriggerHandler", 512, 60, Heap.OWN, true),
    AUTHORIZE("lifecycle-api", "dev.tidemill.lifecycleapi.AuthorizeHandler", 512, 29, Heap.OWN, true),
    TRACKING_API("tracking-api", "dev.tidemill.trackingapi.TrackingApiHandler", 1024, 29, Heap.OWN, false),
    WEBHOOKS("tracking-api", "dev.tidemill.trackingapi.WebhookDeliveryHandler", 512, 60, Heap.OWN, false),
    INGESTION("ingestion", "dev.tidemill.ingestion.IngestionHandler", 3008, 900, Heap.SHARED, true),
    TRAINING_DISPATCH(
            "training-dispatch", "dev.tidemill.trainingdispatch.TrainingDispatchHandler", 512, 60, Heap.OWN, false),
    JOB_STATE("training-dispatch", "dev.tidemill.trainingdispatch.JobStateHandler", 512, 60, Heap.OWN, false),
    REGISTRATION("registration", "dev.tidemill.registration.RegistrationHandler", 512, 60, Heap.OWN, false),
    INFERENCE("inference", "dev.tidemill.inference.InferenceHandler", 2048, 29, Heap.SHARED, false),
    SCORING("inference", "dev.tidemill.inference.ScoringHandler", 3008, 900, Heap.SHARED, true),
    CAPTURE("monitoring", "dev.tidemill.monitoring.CaptureHandler", 1024, 120, Heap.SHARED, true),
    MONITORING("monitoring", "dev.tidemill.monitoring.MonitoringHandler", 3008, 900, Heap.SHARED, true);

    private final String module;
    private final String handler;
    private final int memoryMb;
    private final int timeoutSeconds;
    private final Heap heap;
    private final boolean columnar;

    DeployedFunction(String module, String handler, int memoryMb, int timeoutSeconds, Heap heap, boolean columnar) {
        this.module = module;
        this.handler = handler;
        this.memoryMb = memoryMb;
        this.timeoutSeconds = timeoutSeconds;
        this.heap = heap;
        this.columnar = columnar;
    }

    /** Lower-case words with hyphens, such as {@code job-state}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The deployed name. */
    public String functionName() {
        return "tidemill-" + word();
    }

    /** The folder under {@code functions} whose zip holds the code. */
    public String module() {
        return module;
    }

    /** Class name of the handler. */
    public String handler() {
        return handler;
    }

    /** Memory in MB. */
    public int memoryMb() {
        return memoryMb;
    }

    /** Seconds after which Lambda ends an invocation. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    /** Scratch space under {@code /tmp} in MB; DuckDB spills there and files pass through it. */
    public int scratchMb() {
        return timeoutSeconds == 900 ? 4096 : 512;
    }

    /** Layers in the order they are attached. */
    public List<FunctionLayer> layers() {
        return columnar ? List.of(RUNTIME, COLUMNAR) : List.of(RUNTIME);
    }

    /** JVM options; sizes are absolute, because the local cloud's machine is larger than the function. */
    public String javaOptions() {
        String options = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx" + memoryMb * heap.percent / 100 + "m";
        return heap == Heap.SHARED
                ? options + " --add-opens=java.base/java.nio=ALL-UNNAMED --enable-native-access=ALL-UNNAMED"
                        + " --sun-misc-unsafe-memory-access=allow"
                : options;
    }

    /** How much of the memory the Java heap may take. */
    private enum Heap {
        /** DuckDB, Arrow or XGBoost need the larger part. */
        SHARED(40),
        OWN(70);

        private final int percent;

        Heap(int percent) {
            this.percent = percent;
        }
    }
}
