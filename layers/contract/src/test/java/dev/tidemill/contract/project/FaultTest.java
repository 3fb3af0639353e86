package dev.tidemill.contract.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One edit of a valid project a row: what is written where, and the place, value and expectation that the error names. */
class FaultTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # text in the valid project | written instead | pointer | value | expected contains
            apiVersion: tidemill/v1 | apiVersion: tidemill/v2 | /apiVersion | tidemill/v2 | tidemill/v1
            project: late-parcels | project: Late Parcels | /project | Late Parcels | lower-case letters
            problem: binary | problem: binery | /goal/problem | binery | did you mean 'binary'?
            statement: | statment: | /goal/statment | statment | did you mean 'statement'?
            event-time: sent_at | event_time: sent_at | /datasets/parcels/event_time | event_time | did you mean 'event-time'?
            event-time: sent_at | event-time: sent | /datasets/parcels/event-time | sent | one of parcel, depot, sent_at, delay
            event-time: sent_at | event-time: depot | /datasets/parcels/event-time | depot | timestamp or date
            key: [parcel] | key: [parcell] | /datasets/parcels/key/0 | parcell | did you mean 'parcel'?
            key: [parcel] | key: [] | /datasets/parcels/key | [] | at least 1 entries
            outcomes: [delay] | outcomes: [delai] | /datasets/parcels/outcomes/0 | delai | did you mean 'delay'?
            outcomes: [delay] | outcomes: [parcel] | /datasets/parcels/outcomes/0 | parcel | neither part of the key
            available-after: PT8H | available-after: 8h | /datasets/parcels/available-after | 8h | ISO-8601
            available-after: PT8H | available-at: depot | /datasets/parcels/available-at | depot | timestamp or date
            available-after: PT8H | available-at: {sql: features/missing.sql} | /datasets/parcels/available-at/sql | features/missing.sql | a file of the project
            `    available-after: PT8H` | `    max-quarantined: 120%` | /datasets/parcels/max-quarantined | 120% | at most 100%
            format: csv | format: parquet | /datasets/parcels/source/format | parquet | csv
            parcel: {type: string | parcel: {type: text | /datasets/parcels/columns/parcel/type | text | one of string, int
            `"[A-Z]{2}[0-9]+"` | `"[A-Z"` | /datasets/parcels/columns/parcel/pattern | [A-Z | regular expression
            min: 0, max: 100 | min: 7, max: 3 | /datasets/parcels/columns/delay/max | 3.0 | at least min
            min: 0, max: 100 | min: low, max: 3 | /datasets/parcels/columns/delay/min | low | a number
            depot: {type: string, required: true} | depot: {type: string, required: yes} | /datasets/parcels/columns/depot/required | yes | yes, no, on and off are texts
            depot: {type: string, required: true} | depot: {type: string, min: 3} | /datasets/parcels/columns/depot/min | 3.0 | type int or double
            depot: {type: string, required: true} | depot: {type: string, entity: depot} | /datasets/parcels/columns/depot/entity | depot | request columns carry entities
            on-violation: fail | on-violation: stop | /datasets/parcels/checks/0/on-violation | stop | quarantine-row, fail, warn
            `request:\\n  key: [parcel]` | `request:\\n  key: [parcle]` | /request/key/0 | parcle | did you mean 'parcel'?
            parcel: {type: string, required: true}\\n | parcel: {type: string}\\n | /request/columns/parcel | parcel | required: true
            entity: depot} | entity: station} | /features/views/jam/entity | depot | an entity that a request column carries
            from: parcels, | from: parcel, | /features/views/jam/from | parcel | did you mean 'parcels'?
            window: PT4H, |  | /features/views/jam/window |  | 'window': a view with from
            window: PT4H | window: PT0S | /features/views/jam/window | PT0S | above zero
            by: available-at | by: availability | /features/views/jam/by | availability | available-at
            sql: features/weather.sql | sql: features/wether.sql | /features/views/weather/sql | features/wether.sql | did you mean 'features/weather.sql'?
            sql: features/weather.sql, |  | /features/views/weather/sql |  | sql, or from with window
            sql: features/weather.sql | on: station, sql: features/weather.sql | /features/views/weather/on | station | a request column
            ttl: PT6H | join: at | /features/views/weather/time |  | the request column that the event time equals
            ttl: PT6H | join: at, time: sent | /features/views/weather/time | sent | a request column: one of parcel, depot
            ttl: PT6H | join: at, time: depot | /features/views/weather/time | depot | a timestamp or date; it is string
            ttl: PT6H | time: depot | /features/views/weather/time | depot | join: at
            window: PT4H, | window: PT4H, join: at, | /features/views/jam/join | at | a window is joined latest
            heavy: {type: bool | weight: {type: bool | /features/on-demand/weight | weight | no request column has
            name: late\\n | name: weight\\n | /label/name | weight | no request column has
            sql: features/labels.sql | horizon: P60D | /label/sql |  | 'sql': SQL
            numeric: [weight | numeric: [wait | /training/inputs/numeric/0 | wait | one of parcel, depot, weight, heavy
            numeric: [weight | numeric: [delay | /training/inputs/numeric/0 | delay | column of dataset parcels it is unknown when predicting
            numeric: [weight | numeric: [depot | /training/inputs/numeric/0 | depot | type int, double or bool for a numeric input; it is string
            jam.late_share | jam.late_shar | /training/inputs/numeric/2 | jam.late_shar | did you mean 'late_share'?
            jam.late_share | jams.late_share | /training/inputs/numeric/2 | jams.late_share | did you mean 'jam'?
            categorical: [depot] | categorical: [weight] | /training/inputs/categorical/0 | weight | type string, int or bool
            validation: P1M, |  | /training/split/validation |  | 'validation': an ISO-8601 length
            test: P1M | test: 20% | /training/split/test | 20% | as the split is by time
            algorithm: xgboost | algorithm: xgbost | /training/trainer/algorithm | xgbost | did you mean 'xgboost'?
            algorithm: xgboost | algorithm: xgboost, rounds: 0 | /training/trainer/rounds | 0 | at least 1
            algorithm: xgboost | algorithm: xgboost, rounds: many | /training/trainer/rounds | many | a whole number
            algorithm: xgboost | algorithm: xgboost, learning-rate: 0 | /training/trainer/learning-rate | 0 | more than 0
            memory: 4GB | memory: 4 gigs | /training/resources/memory | 4 gigs | Memory such as 4GB
            memory: 4GB | memory: 64GB | /training/resources/memory | 64GB | 4 to 16GB
            vcpus: 2 | vcpus: 3 | /training/resources/vcpus | 3.0 | 0.25, 0.5, 1, 2
            mean-by: [depot] | mean-by: [parcel] | /evaluation/baseline/mean-by/0 | parcel | an input
            `  baseline: {mean-by: [depot]}` | `  cluster: day` | /evaluation/gates/0/against | baseline | evaluation.baseline
            metric: log-loss | metric: auc | /evaluation/gates/0/metric | auc | one of log-loss, brier
            metric: log-loss | metric: rmse | /evaluation/gates/0/metric | rmse | one of log-loss, brier
            better-by: 1% | better-by: 1%, not-worse-by: 1% | /evaluation/gates/0/better-by | 0.01 | exactly one of
            better-by: 1% | better-by: 1%, confidence: 1.5 | /evaluation/gates/0/confidence | 1.5 | less than 1
            threshold: 0.3 | threshold: 3 | /serving/threshold | 3 | at most 1
            threshold: 0.3 | treshold: 0.3 | /serving/treshold | treshold | did you mean 'threshold'?
            new-labels: 500 | new-labels: -1 | /monitoring/retrain-on/new-labels | -1 | at least 1
            cool-down: P1D | cool-down: P | /monitoring/cool-down | P | ISO-8601
            """)
    void read_oneFault_namesPlaceValueAndExpectation(
            String text, String written, String pointer, String value, String expected) {
        String original = text.replace("\\n", "\n");
        Problem problem = refused(Edited.files(original, written == null ? "" : written.replace("\\n", "\n")));

        assertThat(problem.code()).isEqualTo("INVALID_PROJECT");
        assertThat(problem.details()).anySatisfy(detail -> {
            assertThat(detail.place()).matches("project\\.yaml:\\d+ .*").endsWith(" " + pointer);
            assertThat(detail.value()).isEqualTo(value == null ? "" : value);
            assertThat(detail.expected()).contains(expected);
        });
    }

    @Test
    void read_fault_namesItsLine() {
        Problem problem =
                refused(Edited.files("depot: {type: string, required: true, entity", "depot: {type: sting, entity"));

        assertThat(problem.details())
                .containsExactly(new Problem.Detail(
                        "project.yaml:" + Edited.line("depot: {type: string, required: true, entity")
                                + " /request/columns/depot/type",
                        "sting",
                        "did you mean 'string'? Known: string, int, double, float32, bool, timestamp, date"));
    }

    @Test
    void read_severalFaults_namesEach() {
        String yaml = Edited.PROJECT
                .replace("outcomes: [delay]", "outcomes: [delai]")
                .replace("threshold: 0.3", "treshold: 0.3")
                .replace("from: parcels", "from: parsels");

        assertThat(refused(Edited.files(yaml)).details())
                .extracting(Problem.Detail::value)
                .containsExactlyInAnyOrder("delai", "treshold", "parsels");
    }

    @Test
    void read_misspeltRequiredKey_isOneFault() {
        assertThat(refused(Edited.files("  inputs:\n", "  input:\n")).details())
                .extracting(Problem.Detail::value)
                .containsExactly("input");
    }

    @Test
    void read_missingSections_areNamed() {
        String yaml = Edited.PROJECT.substring(0, Edited.PROJECT.indexOf("label:"));

        assertThat(refused(Edited.files(yaml)).details())
                .extracting(Problem.Detail::expected)
                .containsExactly("'label': this problem needs it", "'training': this problem needs it");
    }

    @Test
    void read_regressionWithThreshold_isRefused() {
        String yaml = Edited.PROJECT
                .replace("problem: binary", "problem: regression")
                .replace("metric: log-loss", "metric: mae");

        assertThat(refused(Edited.files(yaml)).details())
                .extracting(Problem.Detail::value)
                .containsExactly("0.3");
    }

    @Test
    void read_duplicateKey_namesBothLines() {
        Problem problem = refused(Edited.files("label:\n", "label:\n  name: early\n"));

        int line = Edited.line("  name: late\n");
        assertThat(problem.details())
                .containsExactly(new Problem.Detail(
                        "project.yaml:" + (line + 1) + " /label/name",
                        "name",
                        "each key once; 'name' stands in line " + line + " already"));
    }

    @Test
    void read_tab_asksForSpaces() {
        Problem problem = refused(Edited.files("  problem: binary", "\tproblem: binary"));

        assertThat(problem.details()).singleElement().satisfies(detail -> {
            assertThat(detail.place()).isEqualTo("project.yaml:" + Edited.line("  problem: binary"));
            assertThat(detail.value()).isEqualTo("problem: binary");
            assertThat(detail.expected()).contains("no tab");
        });
    }

    @Test
    void read_noYaml_namesTheLine() {
        assertThat(refused(Edited.files("key: [parcel]", "key: [parcel")).details())
                .singleElement()
                .satisfies(detail -> assertThat(detail.place()).startsWith("project.yaml:"));
    }

    @Test
    void read_aliasBomb_isRefused() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            yaml.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(5, "*a" + (i - 1)))));
        }

        assertThat(refused(Edited.files(yaml.toString())).details())
                .singleElement()
                .satisfies(detail -> assertThat(detail.expected()).contains("at most"));
    }

    @Test
    void read_recursiveAlias_isRefused() {
        assertThat(refused(Edited.files("a: &a [*a]\n")).details())
                .singleElement()
                .satisfies(detail -> assertThat(detail.expected()).contains("deep"));
    }

    @Test
    void read_emptyOrSeveralDocuments_isRefused() {
        assertThat(refused(Edited.files("")).details())
                .singleElement()
                .satisfies(detail -> assertThat(detail.expected()).contains("a mapping"));
        assertThat(refused(Edited.files("a: 1\n---\nb: 2\n")).details())
                .singleElement()
                .satisfies(detail -> assertThat(detail.expected()).contains("one document"));
    }

    @Test
    void read_badFiles_areNamed() {
        assertThat(refused(Map.of("a.sql", "SELECT 1")).details())
                .extracting(Problem.Detail::place)
                .containsExactly("project.yaml");
        Map<String, String> outside = new TreeMap<>(Edited.files(Edited.PROJECT));
        outside.put("../secret.sql", "SELECT 1");
        assertThat(refused(outside).details()).extracting(Problem.Detail::value).containsExactly("../secret.sql");
        Map<String, String> large = new TreeMap<>(Edited.files(Edited.PROJECT));
        large.put("large.sql", "x".repeat(ProjectReader.MOST_BYTES));
        assertThat(refused(large).details())
                .singleElement()
                .satisfies(detail -> assertThat(detail.expected()).contains("1048576 bytes"));
        Map<String, String> empty = new TreeMap<>(Edited.files(Edited.PROJECT));
        empty.put("features/labels.sql", "  \n");
        assertThat(refused(empty).details()).extracting(Problem.Detail::place).containsExactly("features/labels.sql");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            problem: binary | problem: ranking | /goal/problem | ranking
            problem: binary | problem: multiclass | /goal/problem | multiclass
            by: time | by: group, group: depot | /training/split/by | group
            test: P1M | test: P1M, folds: 6 | /training/split/folds | 6
            algorithm: xgboost | algorithm: xgboost, class-weights: balanced | /training/trainer/class-weights | balanced
            `  examples:` | `  weight: weight\\n  examples:` | /training/weight | weight
            mean-by: [depot] | seasonal-naive: P7D | /evaluation/baseline/seasonal-naive | P7D
            against: baseline | against: best | /evaluation/gates/0/against | best
            threshold: 0.3 | capture: {share: 0.5} | /serving/capture/share | 0.5
            threshold: 0.3 | capture: {personal: [parcel]} | /serving/capture/personal | [parcel]
            retrain-on: | drift: {reference: same-season}, retrain-on: | /monitoring/drift/reference | same-season
            new-labels: 500 | quality-drop: 0.02 | /monitoring/retrain-on/quality-drop | 0.02
            new-labels: 500 | `schedule: "rate(1 day)"` | /monitoring/retrain-on/schedule | rate(1 day)
            weight: {type: double, min: 0} | weight: {type: float32, min: 0} | /request/columns/weight/type | float32
            """)
    void read_wordOfALaterPart_isNotYet(String text, String written, String pointer, String value) {
        Problem problem = refused(Edited.files(text, written.replace("\\n", "\n")));

        assertThat(problem.code()).isEqualTo("NOT_YET");
        assertThat(problem.details()).anySatisfy(detail -> {
            assertThat(detail.place()).matches("project\\.yaml:\\d+ .*").endsWith(" " + pointer);
            assertThat(detail.value()).isEqualTo(value);
            assertThat(detail.expected()).startsWith("not yet: ");
        });
    }

    private static Problem refused(Map<String, String> files) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> ProjectReader.read(files));
        assertThat(refusal).as("the project was accepted").isNotNull();
        List<Problem.Detail> details = refusal.problem().details();
        assertThat(details).isNotEmpty();
        return refusal.problem();
    }
}
