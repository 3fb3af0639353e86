package dev.tidemill.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.kms.Key;

/**
 * The CDK app: {@code TidemillData}, {@code TidemillLifecycle}, {@code TidemillApi}, {@code TidemillTraining}
 * and, if it is asked for, {@code TidemillMlflowUi}.
 */
public final class TidemillApp {
    private final App app;
    private final DataStack data;
    private final LifecycleStack lifecycle;
    private final ApiStack api;
    private final Optional<TrainingStack> training;
    private final Optional<MlflowUiStack> mlflowUi;

    /**
     * Declares every stack.
     *
     * @param region of the emulator; on AWS the region is where the stacks are deployed
     */
    TidemillApp(App app, Settings settings, String region, PackagedCode code) {
        this.app = app;
        Place place = settings.loopback() ? Place.loopback(region) : Place.anywhere();
        this.data = new DataStack(app, "TidemillData", new DataStackProps(settings, place));
        this.lifecycle =
                new LifecycleStack(app, "TidemillLifecycle", new LifecycleStackProps(settings, place, code, data));
        this.api = new ApiStack(app, "TidemillApi", new ApiStackProps(settings, place, lifecycle));
        this.training = training(settings, place);
        this.mlflowUi = settings.mlflowUi()
                .map(wheel -> new MlflowUiStack(
                        app,
                        "TidemillMlflowUi",
                        new MlflowUiStackProps(MlflowUiSite.zip(wheel, Path.of(app.getOutdir())), api)));
        Tags.of(app).add("application", "tidemill");
    }

    /** In an emulator the stack is only read, by the Batch runner; it needs no image and no other stack. */
    private Optional<TrainingStack> training(Settings settings, Place place) {
        String repository = place.account() + ".dkr.ecr." + place.region() + "." + data.getUrlSuffix() + "/"
                + TrainingStack.REPOSITORY;
        if (settings.loopback()) {
            return Optional.of(new TrainingStack(
                    app,
                    "TidemillTraining",
                    new TrainingStackProps(
                            settings,
                            place,
                            TrainingStack.REPOSITORY + ":local",
                            settings.trackingUrl().orElse(""),
                            data.key().map(Key::getKeyArn),
                            List.of())));
        }
        if (settings.trainerDigest().isEmpty()) {
            Annotations.of(data)
                    .addWarningV2(
                            "tidemill:no-trainer",
                            "TidemillTraining is left out: push the trainer's image to the repository "
                                    + TrainingStack.REPOSITORY + " and pass -c trainerDigest=sha256:...");
            return Optional.empty();
        }
        String image = repository + "@" + settings.trainerDigest().get();
        return Optional.of(new TrainingStack(
                app,
                "TidemillTraining",
                new TrainingStackProps(
                        settings, place, image, api.baseUrl(), data.key().map(Key::getKeyArn), api.trackingRoutes())));
    }

    DataStack data() {
        return data;
    }

    LifecycleStack lifecycle() {
        return lifecycle;
    }

    ApiStack api() {
        return api;
    }

    /** The training stack; empty on AWS until there is an image. */
    Optional<TrainingStack> training() {
        return training;
    }

    /** The stack of MLflow's user interface; empty unless it is asked for. */
    Optional<MlflowUiStack> mlflowUi() {
        return mlflowUi;
    }

    /** Synthesizes, as the CDK CLI asks it to. */
    public static void main(String[] arguments) {
        App app = new App(AppProps.builder()
                .analyticsReporting(false)
                .stackTraces(false)
                .treeMetadata(false)
                .context(Map.of("@aws-cdk/core:defaultCrossStackReferences", "strong"))
                .build());
        try {
            Settings settings = Settings.of(app.getNode(), Path.of(""));
            String region =
                    Optional.ofNullable(System.getenv("CDK_DEFAULT_REGION")).orElse("us-east-1");
            new TidemillApp(app, settings, region, new BuiltZips(settings.root()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        app.synth();
    }
}
