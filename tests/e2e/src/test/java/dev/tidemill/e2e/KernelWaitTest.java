package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.localcloud.LocalCloud;
import dev.tidemill.localcloud.SmallProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A wait is the notebook's, the execution is not: it is cancelled when that is asked, and found again otherwise. */
class KernelWaitTest {
    private static final Path TALK = LocalCloud.ROOT.resolve("tests/e2e/src/test/python/kernel_wait.py");

    private static SmallProject project;
    private static Document answers;

    @BeforeAll
    static void talk() throws JsonProcessingException {
        LocalCloud cloud = LocalCloud.get();
        project = SmallProject.pushed(cloud, "waits-" + System.currentTimeMillis());
        project.ingestMonths("0[1-3]");
        List<String> lines = cloud.run(
                LocalCloud.ROOT,
                Map.of(),
                cloud.python("python").toString(),
                TALK.toString(),
                project.name(),
                SmallProject.QUARTER.toString());
        answers = Document.of(new ObjectMapper().readTree(lines.getLast()));
    }

    @Test
    void interrupt_endsTheWaitAtOnceAndAsksWhetherToCancel() {
        assertThat(answers.at("interrupted", "error").text())
                .contains("No longer waiting for the training", "goes on", "%mlops cancel");
        assertThat(shown("cancelled")).contains("CANCELLED");
        assertThat(project.client().executions("training", null, 10).getLast().status())
                .isEqualTo("CANCELLED");
    }

    @Test
    void executionOfAKernelThatEnded_isFoundAndFollowed() {
        Execution newest = project.client().executions("training", null, 1).getFirst();

        assertThat(shown("listed")).isEqualTo(newest.id());
        assertThat(shown("followed")).contains(newest.id());
        assertThat(newest.status()).isEqualTo("SUCCEEDED");
    }

    private static String shown(String cell) {
        return answers.at(cell, "outputs").elements().stream()
                .map(output -> output.at("data", "text/plain").text(""))
                .collect(Collectors.joining("\n"));
    }
}
