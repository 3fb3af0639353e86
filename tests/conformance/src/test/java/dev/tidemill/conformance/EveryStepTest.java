package dev.tidemill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The list of what is proven and what is missing, which no step can drop out of in silence. */
class EveryStepTest {
    private static final Pattern NAME = Pattern.compile("step(\\d\\d)_\\w+");
    private static final List<Class<?>> ZONES = List.of(
            ProjectInitiationTest.class,
            FeaturePipelineTest.class,
            ExperimentationTest.class,
            TrainingPipelineTest.class,
            ServingAndFeedbackTest.class);

    @Test
    void everyStepOfThePaper_isProvenByATestOfItsNumberOrListedAsMissing() {
        Map<Integer, String> proofs = proofs();
        for (Step step : Step.values()) {
            System.out.printf("step %2d  %s%n", step.number(), step.words());
            System.out.printf("         proven by  %s%n", proofs.getOrDefault(step.number(), "nothing"));
            if (!step.missing().isEmpty()) {
                System.out.printf("         missing    %s%n", step.missing());
            }
        }

        assertThat(Arrays.stream(Step.values()).map(Step::number))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 28).boxed().toList());
        assertThat(proofs.keySet()).allSatisfy(number -> assertThat(number).isBetween(1, 28));
        assertThat(Step.values())
                .allSatisfy(step -> assertThat(proofs.containsKey(step.number())
                                || !step.missing().isEmpty())
                        .as("step " + step.number() + " is proven or listed as missing")
                        .isTrue());
    }

    private static Map<Integer, String> proofs() {
        Map<Integer, String> proofs = new TreeMap<>();
        for (Class<?> zone : ZONES) {
            for (Method method : zone.getDeclaredMethods()) {
                Matcher name = NAME.matcher(method.getName());
                if (name.matches() && method.isAnnotationPresent(Test.class)) {
                    String earlier =
                            proofs.put(Integer.valueOf(name.group(1)), zone.getSimpleName() + "." + method.getName());
                    assertThat(earlier)
                            .as("another test of step " + name.group(1))
                            .isNull();
                }
            }
        }
        return proofs;
    }
}
