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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the installed kernel does beyond running a cell: errors, completion, inspection, interrupts, several clients. */
class KernelProtocolTest {
    private static final Path TALK = LocalCloud.ROOT.resolve("tests/e2e/src/test/python/kernel_protocol.py");

    private static Document answers;

    @BeforeAll
    static void talk() throws JsonProcessingException {
        LocalCloud cloud = LocalCloud.get();
        List<String> lines =
                cloud.run(LocalCloud.ROOT, Map.of(), cloud.python("python").toString(), TALK.toString());
        answers = Document.of(new ObjectMapper().readTree(lines.getLast()));
    }

    @Test
    void error_ofJava_namesTrueClassAndLineOfCell() {
        assertThat(name("runtime")).isEqualTo("java.lang.ArithmeticException");
        assertThat(error("runtime")).contains("/ by zero", "cell 1, line 4", "4 | int c = b / a;");
        assertThat(error("called"))
                .contains("cell 2, line 3, half", "from cell 3, line 2", "caused by java.io.IOException: disk");
        assertThat(name("own")).isEqualTo("TideError");
        assertThat(error("library")).contains("line 1, in java.lang.Integer.parseInt");
        assertThat(error("inMagic")).contains("cell 10, line 3", "w / 0");
    }

    @Test
    void error_ofCompiler_hasLineCaretAndHint() {
        assertThat(name("compile")).isEqualTo("CompilationError");
        assertThat(error("compile"))
                .contains("cell 6, line 2: incompatible types", "   2 | int y = s;\n       |         ^");
        assertThat(error("symbol")).contains("method haf(int)", "Did you mean half?");
        assertThat(error("import")).contains("import java.util.concurrent.locks.LockSupport;");
        assertThat(error("unfinished")).contains("line 2", "does not end");
    }

    @ParameterizedTest
    @CsvSource({
        "percent, The name of a magic is missing",
        "unknownMagic, Did you mean %mlops?",
        "unknownCellMagic, There is no magic %%nosuch",
        "openQuote, is not closed",
        "halfTyped, --as-of needs a value",
        "tidemill, no-such"
    })
    void error_ofTidemill_isOneSentence(String cell, String sentence) {
        assertThat(error(cell)).contains(sentence).doesNotContain("cell ", "line ", "\tat ");
        assertThat(error(cell).lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(name(cell)).doesNotContain("Runtime");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runtime",
                "called",
                "own",
                "library",
                "compile",
                "symbol",
                "import",
                "unfinished",
                "inMagic",
                "percent"
            })
    void error_ofAnything_hasNoFrameOfTheKernel(String cell) {
        assertThat(error(cell)).doesNotContain("jdk.jshell", "org.dflib", "REPL", "dev.tidemill", "do_it");
    }

    @ParameterizedTest
    @CsvSource({
        "sign, %mlops, %",
        "name, %mlops, %ml",
        "behindEquals, %mlops, %ml",
        "cell, %%mlops, %%ml",
        "command, train, tr",
        "option, --as-of, --as",
        "project, flight-delays, fl",
        "astral, %mlops, %ml",
        "java, flightsCount, flights",
        "javaBelowMagic, toUpperCase(, toU",
        "javaBelowMagicOfCell, toUpperCase(, toU",
        "javaLocal, local1, loc"
    })
    void completion_anywhereInCell_offersWhatFits(String place, String match, String replaced) {
        Document completion = answers.at("assistance", "complete", place);

        assertThat(completion.at("matches").texts()).contains(match);
        assertThat(completion.at("replaced").text()).isEqualTo(replaced);
    }

    @Test
    void completion_ofLiveValues_knowsDatasetsAndFiles() {
        assertThat(answers.at("assistance", "complete", "dataset", "matches").texts())
                .contains("flights", "weather");
        assertThat(answers.at("assistance", "complete", "file", "matches").texts())
                .anyMatch(match -> match.endsWith("kernel_client.py"));
        assertThat(answers.at("assistance", "complete", "body", "matches").texts())
                .isEmpty();
    }

    @Test
    void inspection_explainsMagicsAndJava() {
        Document inspected = answers.at("assistance", "inspect");

        assertThat(inspected.at("magic").text()).contains("%mlops train", "%%mlops sql");
        assertThat(inspected.at("command").text()).startsWith("%mlops train [--as-of INSTANT]");
        assertThat(inspected.at("cellCommand").text()).startsWith("%%mlops sql");
        assertThat(inspected.at("java").text()).contains("String String.substring(int beginIndex)");
        assertThat(inspected.at("nothing").text("")).isEmpty();
    }

    @Test
    void output_ofOneCell_isInOrderAndInFewMessages() {
        List<Document> outputs = answers.at("streams", "outputs").elements();

        assertThat(outputs)
                .extracting(output -> output.at("text").text("shown"))
                .containsExactly("line 0\nline 1\nline 2\n", "bad\n", "ünï \uD83D\uDE00\n", "shown", "end\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "queue", "http", "loop", "swallowed", "parallel", "first"})
    void interrupt_ofWaitOrLoop_endsCellAtOnce(String cell) {
        Document result = answers.at("interrupts", cell);

        assertThat(result.at("name").text()).isEqualTo("Interrupted");
        assertThat(result.at("error").text()).contains("The cell was interrupted at cell", "line ");
        assertThat(result.at("outputs").elements()).hasSize(1);
        assertThat(shown(answers.at("interrupts", "afterwards"))).isEqualTo("true");
    }

    @Test
    void failure_amongQueuedCells_abortsTheOthers() {
        assertThat(answers.at("queued", "statuses").texts()).containsExactly("error", "aborted", "aborted");
        assertThat(shown(answers.at("queued", "afterwards"))).isEqualTo("42");
    }

    @Test
    void reconnect_whileCellRuns_getsLaterOutput() {
        assertThat(answers.at("reconnect", "seen").elements())
                .anyMatch(output -> output.at("text").text("").equals("after\n"))
                .anyMatch(output -> output.at("data", "text/plain").text("").equals("7"));
        assertThat(shown(answers.at("reconnect", "next"))).isEqualTo("42");
    }

    @Test
    void restart_forgetsVariables() {
        assertThat(shown(answers.at("restart", "before"))).isEqualTo("5");
        assertThat(answers.at("restart", "after", "error").text()).contains("variable kept");
        assertThat(shown(answers.at("restart", "works"))).isEqualTo("2");
    }

    @Test
    void twoKernels_runApartAndAtTheSameTime() {
        assertThat(shown(answers.at("two", "slow"))).isEqualTo("1");
        assertThat(shown(answers.at("two", "fast"))).isEqualTo("2");
    }

    @Test
    void damagedExtension_leavesJavaWithAMessage() {
        Document broken = answers.at("broken");

        assertThat(broken.at("java", "outputs").elements().getFirst().at("text").text())
                .contains("magics did not load, Java works without them", "Commands");
        assertThat(broken.at("java", "status").text()).isEqualTo("ok");
        assertThat(broken.at("magic", "error").text()).contains("Install the kernel again");
        assertThat(broken.at("failing", "error").text()).contains("/ by zero", "cell 3, line 1");
        assertThat(broken.at("complete", "matches").texts()).contains("abs(");
    }

    private static String name(String cell) {
        return answers.at("errors", cell, "name").text();
    }

    private static String error(String cell) {
        return answers.at("errors", cell, "error").text();
    }

    private static String shown(Document cell) {
        return cell.at("outputs").elements().getLast().at("data", "text/plain").text("");
    }
}
