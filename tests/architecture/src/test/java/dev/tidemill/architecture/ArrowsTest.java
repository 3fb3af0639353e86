package dev.tidemill.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowsTest {
    private static final JavaClasses DEPLOYED = Reactor.production("layers", "functions");
    private static final String[] FUNCTIONS = {
        "dev.tidemill.ingestion..",
        "dev.tidemill.trainingdispatch..",
        "dev.tidemill.trainer..",
        "dev.tidemill.registration..",
        "dev.tidemill.inference..",
        "dev.tidemill.monitoring..",
        "dev.tidemill.lifecycleapi..",
        "dev.tidemill.trackingapi.."
    };

    @Test
    void reactor_everyModuleOfTheDesign_isImported() {
        for (String module : new String[] {"core", "contract", "columnar", "learning", "aws"}) {
            assertThat(DEPLOYED.containPackage("dev.tidemill." + module))
                    .as(module)
                    .isTrue();
        }
        for (String function : FUNCTIONS) {
            String name = function.substring(0, function.length() - 2);
            assertThat(DEPLOYED.containPackage(name)).as(name).isTrue();
        }
    }

    @Test
    void core_dependsOnNothingButJava() {
        classes()
                .that()
                .resideInAPackage("dev.tidemill.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.tidemill.core..", "java..", "org.jspecify..")
                .check(DEPLOYED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "contract", "columnar", "learning"})
    void domain_knowsNoCloudAndNoFunction(String layer) {
        noClasses()
                .that()
                .resideInAPackage("dev.tidemill." + layer + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "com.amazonaws..", "dev.tidemill.aws..")
                .check(DEPLOYED);
        noClasses()
                .that()
                .resideInAPackage("dev.tidemill." + layer + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FUNCTIONS)
                .check(DEPLOYED);
    }

    @Test
    void learningAndColumnar_doNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.tidemill.learning..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tidemill.columnar..")
                .check(DEPLOYED);
        noClasses()
                .that()
                .resideInAPackage("dev.tidemill.columnar..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tidemill.learning..")
                .check(DEPLOYED);
    }

    @Test
    void functions_neverReferToOneAnother() {
        for (String function : FUNCTIONS) {
            for (String other : FUNCTIONS) {
                if (!function.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(function)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(other)
                            .check(DEPLOYED);
                }
            }
        }
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.tidemill.(**)").should().beFreeOfCycles().check(DEPLOYED);
    }

    @Test
    void lambdaTypes_stopAtHandlers() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Handler")
                .and()
                .resideOutsideOfPackage("dev.tidemill.aws.lambda..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.amazonaws.services.lambda..")
                .check(DEPLOYED);
    }

    @Test
    void environment_isReadByWiringOnly() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Wiring")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(DEPLOYED);
    }

    @Test
    void javaSerialization_isNowhere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(DEPLOYED);
    }

    @Test
    void enhancedClientItems_areSeenByTheAwsLayerOnly() {
        noClasses()
                .that(resideInAPackage("dev.tidemill..")
                        .and(resideInAPackage("dev.tidemill.aws..").negate()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.enhanced..")
                .check(DEPLOYED);
    }

    @Test
    void names_sayWhatThingsAre() {
        noClasses()
                .that(alwaysTrue())
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)(\\$.*)?")
                .orShould()
                .resideInAnyPackage("..common..", "..shared..", "..util..", "..utils..", "..helper..", "..manager..")
                .check(DEPLOYED);
    }

    @Test
    void unitTests_neverSleepAndMockNothing() {
        JavaClasses tests = Reactor.tests("layers", "functions");
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..")
                .check(tests);
    }
}
