package dev.tidemill.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

class KernelArrowsTest {
    private static final JavaClasses KERNEL = Reactor.production("kernel-extension");
    private static final String[] FUNCTIONS_BUT_THE_TRAINER = {
        "dev.tidemill.ingestion..",
        "dev.tidemill.trainingdispatch..",
        "dev.tidemill.registration..",
        "dev.tidemill.inference..",
        "dev.tidemill.monitoring..",
        "dev.tidemill.lifecycleapi..",
        "dev.tidemill.trackingapi.."
    };

    @Test
    void kernel_speaksHttpAndRunsNoFunction() {
        assertThat(KERNEL.containPackage("dev.tidemill.engine.training")).isTrue();
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FUNCTIONS_BUT_THE_TRAINER)
                .check(KERNEL);
    }

    @Test
    void trainer_isUsedByLocalTrainingOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemill.engine.training..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tidemill.trainer..")
                .because("a training on the reader's machine is the trainer's use case with other ports, and nothing"
                        + " else of the kernel may reach into a function")
                .check(KERNEL);
    }

    @Test
    void engine_reachesTheCloudByTheClientOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.tidemill.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon..",
                        "com.amazonaws..",
                        "java.net.http..",
                        "dev.tidemill.aws.client..",
                        "dev.tidemill.aws.dynamodb..",
                        "dev.tidemill.aws.glue..",
                        "dev.tidemill.aws.s3..",
                        "dev.tidemill.aws.stepfunctions..")
                .check(KERNEL);
    }
}
