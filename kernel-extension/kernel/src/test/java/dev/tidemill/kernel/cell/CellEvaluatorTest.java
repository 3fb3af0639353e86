package dev.tidemill.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CellEvaluatorTest {
    private final CellEvaluator cells =
            new CellEvaluator("test", thrown -> thrown instanceof UnsupportedOperationException ? "Not so." : null);
    private final JShell shell = JShell.builder()
            .executionEngine(cells.getExecControlProvider(), Map.of())
            .build();
    private int number;

    @AfterEach
    void close() {
        shell.close();
    }

    private @Nullable Object run(String source) {
        number++;
        cells.begin(new Cell(number, source));
        return cells.eval(shell, source);
    }

    private CellFailure failure(String source) {
        return catchThrowableOfType(CellFailure.class, () -> run(source));
    }

    @Test
    void eval_ofStatements_givesTheLastValue() {
        assertThat(run("int a = 2;\nint b = 3; a * b")).isEqualTo(6);
        assertThat(run("int c = 4;")).isNull();
        assertThat(run("// nothing")).isNull();
        assertThat(run("record Tide(double height) {}\nnew Tide(1.5).height()")).isEqualTo(1.5);
    }

    @Test
    void eval_ofWhatThrows_namesClassCellAndLine() {
        run("int half(int n) {\n  if (n == 0)\n    throw new IllegalStateException(\"none\");\n  return n / 2;\n}");
        CellFailure failure = failure("\n// twice\nint x = 1; int y =\n  half(0);");

        assertThat(failure.name()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure).hasMessage("none");
        assertThat(String.join("\n", failure.lines()))
                .contains("cell 1, line 3", "cell 2, line 4", "throw new IllegalStateException")
                .doesNotContain("jdk.", "do_it");
    }

    @Test
    void eval_ofKnownFailure_isItsSentence() {
        CellFailure failure = failure("throw new RuntimeException(new UnsupportedOperationException(\"x\"));");

        assertThat(failure.lines()).containsExactly("Not so.");
        assertThat(failure.name()).isEqualTo("java.lang.UnsupportedOperationException");
    }

    @Test
    void eval_ofWhatDoesNotCompile_hasCaretAtTheCellsColumn() {
        CellFailure failure = failure("int a = 1;  int b = nothing;");

        assertThat(failure.name()).isEqualTo(CompileText.NAME);
        assertThat(failure).hasMessageContaining("cell 1, line 1: cannot find symbol: variable nothing");
        assertThat(failure.lines().get(2).indexOf('^'))
                .isGreaterThan(failure.lines().get(1).indexOf("nothing"));
    }

    @Test
    void eval_ofClassesThatMeetInLoops_isWovenAndRuns() {
        assertThat(run("""
                        interface Sea { int depth(); }
                        class North implements Sea { public int depth() { return 90; } }
                        class Baltic implements Sea { public int depth() { return 55; } }
                        int sum = 0;
                        for (int i = 0; i < 4; i++) {
                            Sea sea = i % 2 == 0 ? new North() : new Baltic();
                            try { sum += sea.depth(); } finally { sum++; }
                        }
                        sum""")).isEqualTo(294);
    }

    @Test
    void interrupt_ofBusyLoop_endsItAndTheNextCellRuns()
            throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch started = new CountDownLatch(1);
        System.getProperties().put("started", started);
        CompletableFuture<CellFailure> failure = CompletableFuture.supplyAsync(() -> failure("""
                        ((java.util.concurrent.CountDownLatch) System.getProperties().get("started")).countDown();
                        long n = 0;
                        while (true) { n++; }"""));
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        cells.interrupt();

        assertThat(failure.get(30, TimeUnit.SECONDS).name()).isEqualTo(CellEvaluator.INTERRUPTED);
        assertThat(run("1 + 1")).isEqualTo(2);
        System.getProperties().remove("started");
    }

    @Test
    void interrupt_beforeAStatementRuns_keepsItFromRunning() {
        cells.begin(new Cell(1, "Thread.sleep(60000);"));
        cells.interrupt();

        assertThat(catchThrowableOfType(CellFailure.class, () -> cells.eval(shell, "Thread.sleep(60000);")))
                .hasMessageContaining("interrupted");
        assertThat(run("2 + 2")).isEqualTo(4);
    }

    @Test
    void nearest_findsWhatWasMeant() {
        assertThat(Nearest.of("trian", List.of("train", "promote"))).isEqualTo("train");
        assertThat(Nearest.of("xyz", List.of("train", "promote"))).isEmpty();
    }
}
