package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.core.failure.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlCheckTest {
    private final SqlCheck check = SqlCheck.open();

    @AfterEach
    void close() {
        check.close();
    }

    private static Sql sql(String text) {
        return new Sql("features/x.sql", text);
    }

    @Test
    void tablesOf_nestedSelects_namesDatasetsOnly() {
        assertThat(check.tablesOf(sql("""
                WITH late AS (SELECT * FROM flights WHERE delay > 15), flights2 AS (SELECT * FROM late)
                SELECT (SELECT max(x) FROM planes), * FROM flights2 JOIN weather w USING (origin), range(3)
                WHERE EXISTS (SELECT 1 FROM airports) UNION ALL SELECT 1, * FROM carriers; -- end
                """)))
                .containsExactlyInAnyOrder("flights", "planes", "weather", "airports", "carriers");
    }

    @Test
    void tablesOf_withClauseOfTheSameName_stillNamesTheDataset() {
        assertThat(check.tablesOf(sql("WITH flights AS (SELECT * FROM flights) SELECT * FROM flights")))
                .containsExactly("flights");
    }

    @Test
    void tablesOf_textThatDoesNotParse_namesFileAndLine() {
        ProblemException e =
                catchThrowableOfType(ProblemException.class, () -> check.tablesOf(sql("SELECT a,\n  b\nFRM flights")));
        assertThat(e.problem().code()).isEqualTo("INVALID_SQL");
        assertThat(e.problem().details().getFirst().place()).isEqualTo("features/x.sql line 3");
        assertThat(e.problem().details().getFirst().value()).isEqualTo("FRM flights");
        assertThat(e.problem().message()).contains("syntax error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "CREATE TABLE x AS SELECT 1",
                "COPY flights TO 'x.csv'",
                "DESCRIBE flights",
                "SET threads = 4",
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM main.flights",
                "SELECT * FROM query('SELECT 1')",
                "SELECT ? FROM flights",
                "",
            })
    void tablesOf_anythingButOneSelectOverDatasets_isRefused(String text) {
        assertThatThrownBy(() -> check.tablesOf(sql(text)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("INVALID_SQL: features/x.sql");
    }

    @Test
    void requireSelect_fileName_isRefusedAsNoDataset() {
        assertThatThrownBy(() -> check.requireSelect(sql("SELECT * FROM '/tmp/x.parquet'"), List.of("flights")))
                .hasMessageContaining("there is no dataset '/tmp/x.parquet'; datasets are flights");
    }

    @Test
    void bind_missingColumn_namesLineAndCandidates() {
        ProblemException e = catchThrowableOfType(
                ProblemException.class,
                () -> check.bind(
                        sql("SELECT origin,\n  visibb\nFROM weather"),
                        Map.of("weather", Map.of("origin", ColumnType.STRING, "visib", ColumnType.DOUBLE))));
        assertThat(e.problem().details().getFirst().place()).isEqualTo("features/x.sql line 2");
        assertThat(e.problem().details().getFirst().value()).isEqualTo("visibb");
        assertThat(e.problem().message()).contains("visibb").contains("\"visib\"");
    }

    @Test
    void bind_goodSelect_returnsColumnsWithTypes() {
        assertThat(check.bind(
                        sql("SELECT origin, _available_at + INTERVAL 1 HOUR AS t, visib > 2 AS clear FROM weather"),
                        Map.of("weather", Map.of("origin", ColumnType.STRING, "visib", ColumnType.DOUBLE))))
                .containsExactly(
                        Map.entry("origin", "VARCHAR"),
                        Map.entry("t", "TIMESTAMP WITH TIME ZONE"),
                        Map.entry("clear", "BOOLEAN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a) FROM x WHERE (b", "a) WHERE (b", "(SELECT 1)", "row_number() OVER ()", "a +", "a;"})
    void requireScalar_otherThanOneExpression_isRefused(String text) {
        assertThatThrownBy(() -> check.requireScalar(sql(text)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("features/x.sql");
    }

    @Test
    void requireScalar_expressionWithComments_passes() {
        check.requireScalar(sql("-- first\na + to_minutes(b) -- last"));
    }

    @Test
    void requireAggregate_callsOnly() {
        check.requireAggregate(sql("avg(delay > 15)"));
        check.requireAggregate(sql("count(*) FILTER (WHERE delay > 15)"));
        assertThatThrownBy(() -> check.requireAggregate(sql("upper(x)")))
                .hasMessageContaining("'upper' is no aggregate");
        assertThatThrownBy(() -> check.requireAggregate(sql("1 + avg(x)"))).hasMessageContaining("one call");
    }
}
