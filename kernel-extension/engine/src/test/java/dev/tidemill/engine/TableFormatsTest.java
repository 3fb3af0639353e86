package dev.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.LocalEngine;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFormatsTest {
    private static final String ROWS = "SELECT * FROM (VALUES"
            + " (1, 'plain', 1.50, TIMESTAMPTZ '2013-07-01 04:00:00.5+00', DATE '2013-07-01', 'red'::ENUM('red', 'blue')),"
            + " (2, 'with \"quotes\", commas' || chr(10) || 'and lines', NULL, NULL, NULL, NULL),"
            + " (3, '', -2.25, TIMESTAMPTZ '2013-12-31 23:59:59+00', DATE '2013-12-31', 'blue'))"
            + " v(flight_number, note, amount, seen_at, day, colour)";

    @TempDir
    private Path folder;

    private LocalEngine engine;
    private Table table;

    @BeforeEach
    void open() {
        engine = new EngineProvider().open(new FakeApi(), folder.resolve("engine"));
        table = engine.sql(ROWS, Scope.files(folder));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void writeCsv_quotesNullsAndTimes_readBackTheSame() throws IOException {
        table.writeCsv(folder.resolve("out.csv"));

        assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("""
                        flight_number,note,amount,seen_at,day,colour
                        1,plain,1.50,2013-07-01T04:00:00.5Z,2013-07-01,red
                        2,"with ""quotes"", commas
                        and lines",,,,
                        3,"",-2.25,2013-12-31T23:59:59Z,2013-12-31,blue
                        """);
        assertThat(engine.sql("SELECT seen_at FROM 'out.csv'", Scope.files(folder))
                        .rows(0, 1)
                        .getFirst())
                .containsEntry("seen_at", Instant.parse("2013-07-01T04:00:00.500Z"));
    }

    @Test
    void writeParquet_readBack_isTheSame() {
        table.writeParquet(folder.resolve("out.parquet"));

        assertThat(engine.sql("FROM 'out.parquet'", Scope.files(folder)).rows(0, 10))
                .isEqualTo(table.rows(0, 10));
        assertThatThrownBy(() -> table.writeParquet(folder.resolve("nowhere/out.parquet")))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("FILE_FAILED"))
                .hasMessageContaining("does not exist");
    }

    @Test
    void writeArrow_stream_holdsTypesAndNulls() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.writeArrow(out);

        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(new ByteArrayInputStream(out.toByteArray()), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            VectorSchemaRoot rows = reader.getVectorSchemaRoot();
            assertThat(rows.getRowCount()).isEqualTo(3);
            assertThat(rows.getSchema().findField("seen_at").getType().toString())
                    .isEqualTo("Timestamp(MICROSECOND, UTC)");
            assertThat(rows.getVector("amount").getObject(2)).hasToString("-2.25");
            assertThat(rows.getVector("amount").isNull(1)).isTrue();
            assertThat(rows.getVector("note").getObject(1)).hasToString("with \"quotes\", commas\nand lines");
            assertThat(rows.getVector("colour").getObject(2)).hasToString("blue");
        }
    }

    record Note(int flightNumber, String note, @Nullable Double amount, Optional<Instant> seenAt) {}

    record Strict(double amount) {}

    record Missing(String nte) {}

    enum Colour {
        RED,
        BLUE
    }

    record Coloured(@Nullable Colour colour) {}

    @Test
    void records_camelCaseNullsAndEnums_areFilled() {
        assertThat(table.records(Note.class))
                .containsExactly(
                        new Note(1, "plain", 1.5, Optional.of(Instant.parse("2013-07-01T04:00:00.500Z"))),
                        new Note(2, "with \"quotes\", commas\nand lines", null, Optional.empty()),
                        new Note(3, "", -2.25, Optional.of(Instant.parse("2013-12-31T23:59:59Z"))));
        assertThat(table.records(Coloured.class))
                .isEqualTo(List.of(new Coloured(Colour.RED), new Coloured(null), new Coloured(Colour.BLUE)));
    }

    @Test
    void records_thatDoNotFit_nameRowColumnAndCure() {
        assertThatThrownBy(() -> table.records(Strict.class))
                .hasMessage("Row 2, column 'amount' (DECIMAL(3,2)) has no value, which the component 'amount' of type"
                        + " double cannot hold: declare it as BigDecimal or Double.");
        assertThatThrownBy(() -> table.records(Missing.class))
                .hasMessageContaining("'nte' of Missing has no column of its name: did you mean 'note'?");
    }

    @Test
    void doubles_ofTexts_isRefused() {
        assertThat(table.doubles("amount")).containsExactly(1.5, Double.NaN, -2.25);
        assertThatThrownBy(() -> table.doubles("note")).hasMessageContaining("'note' is VARCHAR");
        assertThatThrownBy(() -> table.strings("nte")).hasMessageContaining("did you mean 'note'?");
    }

    @Test
    void html_ofAnyText_isEscapedAndShort() {
        Table odd = engine.sql(
                "SELECT '<script>alert(1)</script>' AS \"<b>\", repeat('x', 500) AS long, 7 AS n, NULL AS none",
                Scope.files(folder));

        assertThat(odd.html())
                .doesNotContain("<script>", "<b>", "background:#", "color:#")
                .contains(
                        "&lt;script&gt;",
                        "title=\"xxx",
                        "text-align:right",
                        "1 null",
                        "100.0% of the rows have no value",
                        "1 row, 4 columns");
        assertThat(odd.text()).contains("…", "varchar").hasLineCount(6);
    }
}
