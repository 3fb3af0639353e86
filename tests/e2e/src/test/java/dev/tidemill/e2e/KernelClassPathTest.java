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

/** Libraries that the kernel itself is built with, in a cell in the version of its user. Needs no network. */
class KernelClassPathTest {
    private static final Path SESSION = LocalCloud.ROOT.resolve("tests/e2e/src/test/python/kernel_session.py");
    private static final Path LIBRARIES = Path.of(System.getProperty("tidemill.repository"));
    private static final String OTHER_JACKSON = System.getProperty("tidemill.otherJackson");

    private static List<Document> cells = List.of();

    @BeforeAll
    static void speak() throws JsonProcessingException {
        LocalCloud cloud = LocalCloud.get();
        List<String> lines = cloud.run(
                LocalCloud.ROOT,
                Map.of(),
                cloud.python("python").toString(),
                SESSION.toString(),
                "%maven --from " + LIBRARIES.toUri() + " com.fasterxml.jackson.core:jackson-databind:" + OTHER_JACKSON,
                "var mapper = new com.fasterxml.jackson.databind.ObjectMapper();\n"
                        + "mapper.version() + \" of \" + mapper.getClass().getProtectionDomain().getCodeSource().getLocation()",
                "%classpath " + jars("org/slf4j/slf4j-api", "org/apache/arrow/arrow-vector")
                        + jars("org/apache/arrow/arrow-format", "software/amazon/awssdk/regions")
                        + jars("software/amazon/awssdk/utils"),
                "String from(Class<?> type) { return type.getProtectionDomain().getCodeSource().getLocation().getPath(); }",
                "from(org.slf4j.LoggerFactory.class)",
                "from(org.apache.arrow.vector.FieldVector.class)",
                "import software.amazon.awssdk.regions.Region;\nRegion.EU_WEST_1 + from(Region.class)",
                "%mlops status",
                "tidemill.projects()");
        cells = Document.of(new ObjectMapper().readTree(lines.getLast()))
                .at("cells")
                .elements();
    }

    private static String jars(String... artifacts) {
        StringBuilder words = new StringBuilder();
        for (String artifact : artifacts) {
            words.append(LIBRARIES.resolve(artifact)).append("/*/*.jar ");
        }
        return words.toString();
    }

    @Test
    void jackson_ofAnotherVersion_isTheUsers() {
        assertThat(shown(1)).startsWith(OTHER_JACKSON + " of ").contains("/jackson-databind/" + OTHER_JACKSON + "/");
    }

    @Test
    void otherLibraries_areTheUsers() {
        assertThat(shown(4)).contains(LIBRARIES.resolve("org/slf4j/slf4j-api").toString());
        assertThat(shown(5))
                .contains(LIBRARIES.resolve("org/apache/arrow/arrow-vector").toString());
        assertThat(shown(6))
                .startsWith("eu-west-1")
                .contains(LIBRARIES.resolve("software/amazon/awssdk/regions").toString());
    }

    @Test
    void magicsAndClient_workOn() {
        assertThat(cells).extracting(cell -> cell.at("status").text()).containsOnly("ok");
        assertThat(shown(7)).contains("flight-delays");
        assertThat(shown(8)).isEqualTo("[flight-delays]");
    }

    private static String shown(int cell) {
        return cells.get(cell)
                .at("outputs")
                .elements()
                .getLast()
                .at("data", "text/plain")
                .text("");
    }
}
