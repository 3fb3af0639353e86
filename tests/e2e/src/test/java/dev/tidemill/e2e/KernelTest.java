package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.localcloud.LocalCloud;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The installed kernel over Jupyter's protocol, on the running system. */
class KernelTest {
    private static final Path SESSION = LocalCloud.ROOT.resolve("tests/e2e/src/test/python/kernel_session.py");

    private static Document answers;

    @BeforeAll
    static void speak() throws JsonProcessingException {
        LocalCloud cloud = LocalCloud.get();
        List<String> lines = cloud.run(
                LocalCloud.ROOT,
                Map.of(),
                cloud.python("python").toString(),
                SESSION.toString(),
                "%mlops status",
                "%mlops materialize 2013-07-03T16:00:00Z --project flight-delays",
                "tidemill.model(\"flight-delay\").alias(\"champion\")",
                "%mlops trian",
                "tidemill.execution(\"no-such-execution\")",
                "%mlops use flight-delayz");
        answers = Document.of(new ObjectMapper().readTree(lines.getLast()));
    }

    @Test
    void status_isATableOfTheConnectedApi() {
        assertThat(data(0, "text/html")).contains("<table", "flight-delays", "champion");
        assertThat(answers.at("info", "name").text()).isEqualToIgnoringCase("java");
    }

    @Test
    void longWork_updatesOneDisplayInPlace() {
        List<Document> outputs = outputs(1);

        assertThat(outputs).extracting(KernelTest::type).contains("display_data", "update_display_data");
        assertThat(data(1, "text/html")).contains("materialization", "RUNNING", "SUCCEEDED", "weather");
    }

    @Test
    void client_isPredefinedAndCompleted() {
        assertThat(data(2, "text/plain")).isEqualTo("2");
        assertThat(answers.at("completions").texts()).anyMatch(match -> match.contains("project"));
    }

    @Test
    void failures_areOneSentenceWithoutFrames() {
        assertThat(error(3))
                .contains("%mlops has no 'trian'", "Did you mean train?")
                .doesNotContain("\tat ");
        assertThat(error(4)).contains("no-such-execution").doesNotContain("\tat ");
        assertThat(error(5)).contains("flight-delayz", "flight-delays").doesNotContain("\tat ");
    }

    private static List<Document> outputs(int cell) {
        return answers.at("cells").elements().get(cell).at("outputs").elements();
    }

    private static String type(Document output) {
        return output.at("type").text();
    }

    private static String data(int cell, String type) {
        return String.join(
                "\n",
                outputs(cell).stream()
                        .map(output -> output.at("data", type).text(""))
                        .toList());
    }

    private static String error(int cell) {
        assertThat(outputs(cell)).extracting(KernelTest::type).containsExactly("error");
        return String.join("\n", outputs(cell).getFirst().at("traceback").texts());
    }
}
