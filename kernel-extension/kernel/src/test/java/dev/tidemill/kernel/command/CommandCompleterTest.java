package dev.tidemill.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CommandCompleterTest {
    private static final Command TRAIN = Command.line("train", "Trains.")
            .required("DATASET", ValueKind.DATASET)
            .option("project", ValueKind.PROJECT, "Which one.")
            .option("kind", ValueKind.TEXT, "Of what kind.", "small", "large")
            .flag("promote", "Gives it the alias.")
            .example("%mlops train tides");
    private static final Command SQL = Command.cell("sql", "Runs a SELECT.").optional("NAME", ValueKind.VARIABLE);

    private final List<Typed> asked = new ArrayList<>();
    private final LiveValues values = (kind, typed) -> {
        asked.add(typed);
        return kind == ValueKind.PROJECT ? List.of("tides", "winds", "low-tides") : List.of("levels");
    };
    private final CommandSet set = new CommandSet("mlops", "All of it.", List.of(TRAIN, SQL), values);
    private final CommandCompleter completer = new CommandCompleter(Duration.ofSeconds(10));

    private List<String> candidates(String prefix, String... before) {
        return completer.candidates(set, Command.Form.LINE, List.of(before), prefix);
    }

    @Test
    void candidates_ofFirstWord_areCommandsOfTheForm() {
        assertThat(candidates("")).containsExactly("train");
        assertThat(completer.candidates(set, Command.Form.CELL, List.of(), "s")).containsExactly("sql");
        assertThat(candidates("", "unknown")).isEmpty();
    }

    @Test
    void candidates_behindDashes_areOptionsThatAreNotGiven() {
        assertThat(candidates("--", "train")).containsExactly("--project", "--kind", "--promote", "--help");
        assertThat(candidates("--pro", "train", "--project", "tides")).containsExactly("--promote");
    }

    @Test
    void candidates_ofOptionsValue_areLiveOrTheChoices() {
        assertThat(candidates("TI", "train", "--project")).containsExactly("tides");
        assertThat(candidates("-tides", "train", "--project")).containsExactly("low-tides");
        assertThat(candidates("", "train", "--kind")).containsExactly("small", "large");
    }

    @Test
    void candidates_ofPlace_knowWhatWasTypedBefore() {
        assertThat(candidates("", "train", "--project", "tides", "--promote")).containsExactly("levels");
        assertThat(asked).singleElement().satisfies(typed -> {
            assertThat(typed.command()).isEqualTo("train");
            assertThat(typed.option("project")).isEqualTo("tides");
            assertThat(typed.option("promote")).isEmpty();
        });
        assertThat(candidates("", "train", "levels")).startsWith("--project");
    }

    @Test
    void candidates_ofSlowOrFailingValues_areNone() {
        CountDownLatch never = new CountDownLatch(1);
        LiveValues slow = (kind, typed) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of("late");
        };
        LiveValues failing = (kind, typed) -> {
            throw new IllegalStateException("no API");
        };
        CommandCompleter impatient = new CommandCompleter(Duration.ofMillis(20));

        assertThat(impatient.candidates(TRAIN, List.of("--project"), "", slow)).isEmpty();
        assertThat(impatient.candidates(TRAIN, List.of("--project"), "", failing))
                .isEmpty();
    }

    @Test
    void help_ofCommand_hasUsageOptionsAndExample() {
        assertThat(TRAIN.usage()).isEqualTo("train DATASET [--project PROJECT] [--kind small|large] [--promote]");
        assertThat(CommandHelp.text("mlops", TRAIN))
                .startsWith("%mlops train DATASET")
                .contains("Trains.", "--kind small|large  Of what kind.", "%mlops train tides");
        assertThat(CommandHelp.html("mlops", SQL)).contains("%%mlops sql [NAME]");
        assertThat(CommandHelp.text(set)).contains("%mlops train", "%%mlops sql", "--help");
    }
}
