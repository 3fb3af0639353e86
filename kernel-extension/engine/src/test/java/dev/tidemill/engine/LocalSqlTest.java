package dev.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import dev.tidemill.client.table.TableColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalSqlTest {
    @TempDir
    private Path folder;

    private LocalEngine engine;
    private Scope scope;

    @BeforeEach
    void open() throws IOException {
        Path data = Files.createDirectory(folder.resolve("my, data"));
        Files.writeString(
                data.resolve("flights.csv"),
                "day,carrier,delay\n2013-01-01,UA,11\n2013-01-02,AA,\n2013-01-03,UA,-3\n2013-01-04,,40\n");
        engine = new EngineProvider().open(new FakeApi(), folder.resolve("engine"));
        scope = Scope.files(data);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Table sql(String query) {
        return engine.sql(query, scope);
    }

    @Test
    void sql_localFileByRelativeName_readsTypesAndNulls() {
        Table table = sql("SELECT * FROM 'flights.csv' ORDER BY day DESC;");

        assertThat(table.columns())
                .containsExactly(
                        new TableColumn("day", "DATE", 0),
                        new TableColumn("carrier", "VARCHAR", 1),
                        new TableColumn("delay", "BIGINT", 1));
        assertThat(table.rows()).isEqualTo(4);
        assertThat(table.rows(1, 2))
                .extracting(row -> row.get("day"), row -> row.get("delay"))
                .containsExactly(tuple(LocalDate.parse("2013-01-03"), -3L), tuple(LocalDate.parse("2013-01-02"), null));
    }

    @Test
    void sql_readCsvAndGlobAndAbsolutePath_readsToo() {
        assertThat(sql("SELECT * FROM read_csv('flights.csv', all_varchar = true)")
                        .rows())
                .isEqualTo(4);
        assertThat(sql("SELECT * FROM '*.csv'").rows()).isEqualTo(4);
        assertThat(sql("SELECT * FROM '" + folder.resolve("my, data/flights.csv") + "'")
                        .rows())
                .isEqualTo(4);
    }

    @Test
    void rows_everyType_areJdkTypes() {
        Map<String, @Nullable Object> row =
                sql("SELECT 1::TINYINT AS i8, 2::BIGINT AS i64, 3::HUGEINT AS huge, 4::UBIGINT AS u64,"
                                + " 1.5::FLOAT AS f, 2.25::DOUBLE AS d, 1.10::DECIMAL(9, 2) AS dec, true AS b, 'x' AS s,"
                                + " TIMESTAMPTZ '2013-07-01 04:00:00.000001+00' AS ts, TIMESTAMP '2013-07-01 04:00:00' AS local,"
                                + " DATE '2013-07-01' AS day, TIME '04:05:06' AS clock, 'ab'::BLOB AS blob,"
                                + " [1, NULL, 3] AS list, {'a': 1, 'b': [DATE '2013-07-01']} AS struct,"
                                + " MAP {'k': 2} AS map, 'red'::ENUM('red', 'blue') AS e, INTERVAL 2 DAYS AS span,"
                                + " '6d3c8a48-6e0a-4e0c-9f3b-0b6a2b0f1a11'::UUID AS id, NULL AS nothing")
                        .rows(0, 1)
                        .getFirst();

        assertThat(row)
                .containsEntry("i8", 1L)
                .containsEntry("i64", 2L)
                .containsEntry("huge", BigInteger.valueOf(3))
                .containsEntry("u64", BigInteger.valueOf(4))
                .containsEntry("f", 1.5)
                .containsEntry("d", 2.25)
                .containsEntry("dec", new BigDecimal("1.10"))
                .containsEntry("b", true)
                .containsEntry("s", "x")
                .containsEntry("ts", Instant.parse("2013-07-01T04:00:00.000001Z"))
                .containsEntry("local", LocalDateTime.parse("2013-07-01T04:00:00"))
                .containsEntry("day", LocalDate.parse("2013-07-01"))
                .containsEntry("clock", LocalTime.parse("04:05:06"))
                .containsEntry("blob", new byte[] {'a', 'b'})
                .containsEntry("list", Arrays.asList(1L, null, 3L))
                .containsEntry("struct", Map.of("a", 1L, "b", List.of(LocalDate.parse("2013-07-01"))))
                .containsEntry("map", Map.of("k", 2L))
                .containsEntry("e", "red")
                .containsEntry("span", "2 days")
                .containsEntry("id", "6d3c8a48-6e0a-4e0c-9f3b-0b6a2b0f1a11")
                .containsEntry("nothing", null);
    }

    @Test
    void sql_overEarlierResults_joinsThem() {
        Table delays = sql("SELECT carrier, avg(delay) AS mean FROM 'flights.csv' GROUP BY carrier");
        Table all = engine.sql(
                "WITH f AS (FROM 'flights.csv') SELECT f.day, d.mean FROM f JOIN delays d USING (carrier) ORDER BY day",
                scope.with(Map.of("delays", delays)));

        assertThat(all.doubles("mean")).containsExactly(4, Double.NaN, 4);
        assertThat(all.sql("SELECT count(*) AS n FROM t WHERE mean > 1").rows(0, 1))
                .containsExactly(Map.of("n", 2L));
        assertThat(all.strings("day")).containsExactly("2013-01-01", "2013-01-02", "2013-01-03");
    }

    @Test
    void sql_describeAndSummarize_answer() {
        assertThat(sql("DESCRIBE SELECT * FROM 'flights.csv'").rows()).isEqualTo(3);
        assertThat(sql("SUMMARIZE FROM 'flights.csv'").rows()).isEqualTo(3);
    }

    @Test
    void sql_misspeltColumn_showsCaretAndCandidates() {
        assertThatThrownBy(() -> sql("SELECT day,\n  dely\nFROM 'flights.csv'"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("INVALID_SQL"))
                .hasMessageContaining("\"dely\" not found")
                .hasMessageContaining("\"delay\"")
                .hasMessageContaining("LINE 2:   dely\n")
                .hasMessageContaining("^");
    }

    @Test
    void sql_misspeltTableOrFile_namesTheNearest() {
        Table delays = sql("SELECT 1 AS x");
        assertThatThrownBy(() -> engine.sql("FROM delais", scope.with(Map.of("delays", delays))))
                .hasMessageContaining("There is no 'delais': did you mean 'delays'?")
                .hasMessageContaining("flights.csv");
        assertThatThrownBy(() -> sql("FROM 'flight.csv'")).hasMessageContaining("did you mean 'flights.csv'?");
    }

    @Test
    void sql_badSyntax_showsTheLine() {
        assertThatThrownBy(() -> sql("SELECT 1,\nFROM FROM x"))
                .hasMessageContaining("syntax error")
                .hasMessageContaining("LINE 2: FROM FROM x")
                .hasMessageContaining("^");
        assertThatThrownBy(() -> sql("  ")).hasMessageContaining("The query is empty");
    }

    @Test
    void sql_anythingButOneSelect_isRefused() {
        for (String query : List.of(
                "CREATE TABLE x AS SELECT 1", "COPY (SELECT 1) TO 'x.csv'", "SELECT 1; SELECT 2", "SET threads = 1")) {
            assertThatThrownBy(() -> sql(query))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo("INVALID_SQL"))
                    .hasMessageContaining("SELECT");
        }
        assertThat(folder.resolve("my, data/x.csv")).doesNotExist();
    }

    @Test
    void sql_valueThatDoesNotConvert_saysWhich() {
        assertThatThrownBy(() -> sql("SELECT CAST(carrier AS INTEGER) AS n FROM 'flights.csv'"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("SQL_FAILED"))
                .hasMessageContaining("Could not convert string 'UA' to INT32");
    }

    @Test
    void sql_addressOnTheNetwork_isNotReached() {
        assertThatThrownBy(() -> sql("FROM 'https://127.0.0.1:1/x.csv'")).hasMessageContaining("nothing by network");
    }

    @Test
    void table_millionRows_costsWhatIsAskedOfIt() {
        System.gc();
        long before = used();
        Table table = sql("SELECT range AS n, 'row number ' || range AS name, range / 7 AS part,"
                + " TIMESTAMPTZ '2013-01-01 00:00:00+00' + to_seconds(range) AS seen FROM range(1000000)");

        assertThat(table.rows()).isEqualTo(1_000_000);
        assertThat(table.page(50_000).rows())
                .hasSize(20)
                .last()
                .satisfies(row -> assertThat(row)
                        .containsEntry("n", 999_999L)
                        .containsEntry("seen", Instant.parse("2013-01-12T13:46:39Z")));
        assertThat(table.rows(700_000, 3))
                .extracting(row -> row.get("n"))
                .containsExactly(700_000L, 700_001L, 700_002L);
        System.gc();
        assertThat(used() - before).isLessThan(8L << 20);
        assertThat(table.html().length()).isLessThan(40_000);
        assertThat(table.doubles("part")).hasSize(1_000_000);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void page_pastTheLast_isRefused() {
        Table table = sql("SELECT * FROM range(41)");
        assertThat(table.page(3).rows()).hasSize(1);
        assertThat(table.page(3).pages()).isEqualTo(3);
        assertThatThrownBy(() -> table.page(4)).hasMessage("There is no page 4: expected a number from 1 to 3.");
        assertThat(sql("SELECT 1 AS x WHERE false").page(1).rows()).isEmpty();
    }

    @Test
    void close_thenUse_isRefusedAndTheDiskIsFree() throws IOException {
        Table table = sql("SELECT 1 AS x");
        table.close();
        table.close();
        assertThatThrownBy(() -> table.rows(0, 1)).hasMessageContaining("closed");
        try (Stream<Path> files = Files.walk(folder.resolve("engine/sessions"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void open_afterAnEngineDied_removesItsFiles() throws IOException {
        Path dead = Files.createDirectories(folder.resolve("engine/sessions/dead"));
        Files.writeString(dead.resolve("table-1.duckdb"), "x");
        Files.writeString(folder.resolve("engine/sessions/dead.lock"), "");
        Table alive = sql("SELECT 1 AS x");

        try (LocalEngine other = new EngineProvider().open(new FakeApi(), folder.resolve("engine"))) {
            assertThat(dead).doesNotExist();
            assertThat(alive.rows(0, 1)).hasSize(1);
            assertThat(other.sql("FROM mine", scope.with(Map.of("mine", alive))).rows())
                    .isEqualTo(1);
        }
    }

    @Test
    @Timeout(20)
    void sql_interrupted_stopsAtOnce() throws InterruptedException {
        Thread reader = Thread.currentThread();
        Thread impatient = Thread.ofPlatform().start(() -> {
            while (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("tidemill-sql"))) {
                Thread.onSpinWait();
            }
            reader.interrupt();
        });
        assertThatThrownBy(() -> sql(
                        "SELECT count(*) AS n FROM range(10000000) a, range(100000) b WHERE a.range % 7 = b.range % 5"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("INTERRUPTED"));
        assertThat(Thread.interrupted()).isTrue();
        impatient.join();
    }
}
