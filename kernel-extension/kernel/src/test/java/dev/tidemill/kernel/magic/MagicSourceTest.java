package dev.tidemill.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagicSourceTest {
    private static final String CALL = "dev\\.tidemill\\.kernel\\.magic\\.MagicCalls\\.call\\(\\d+\\)";

    private final MagicSource source = new MagicSource();

    @Test
    void resolve_ofLines_keepsEveryLineWhereItIs() {
        assertThat(source.resolve("int a = 1;\n\n%mlops status\nvar b = %mlops client;\nint c = 2;"))
                .matches("int a = 1;\n\n" + CALL + ";\nvar b = " + CALL + ";\nint c = 2;");
    }

    @Test
    void resolve_ofCellMagic_isOneCall() {
        assertThat(source.resolve("\n%%mlops project tides\nname: tides\n%not a magic"))
                .matches(CALL + ";");
        assertThat(source.resolve("%%time")).matches(CALL + ";");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int a = 7 %b;",
                "String s = \"x=%d\";",
                "String t = \"\"\"\n%mlops status\n\"\"\";",
                "/*\n%mlops status\n*/",
                "// a\nint q = 9;",
                "a %= b",
                "printf(\"%n\")"
            })
    void resolve_ofJava_changesNothing(String java) {
        assertThat(source.resolve(java)).isEqualTo(java);
        assertThat(MagicSource.withoutMagics(java)).isEqualTo(java);
    }

    @Test
    void resolve_ofWhatIsHalfTyped_saysWhatIsMissing() {
        assertThatThrownBy(() -> source.resolve("%"))
                .isInstanceOf(MagicError.class)
                .hasMessageContaining("name of a magic is missing");
        assertThatThrownBy(() -> source.resolve("%%")).hasMessageContaining("behind %%");
        assertThatThrownBy(() -> source.resolve("%mlops use \"tides")).hasMessageContaining("is not closed");
    }

    @Test
    void withoutMagics_keepsPlaces() {
        String cell = "var x = %mlops client\n  %mlops status\nint y;";

        assertThat(MagicSource.withoutMagics(cell))
                .hasSameSizeAs(cell)
                .startsWith("var x = null;")
                .endsWith("\nint y;");
        assertThat(MagicSource.withoutMagics("%%mlops sql\nSELECT 1")).isEqualTo("           \n        ");
        assertThat(MagicSource.withoutMagics("%time a.b()")).isEqualTo("      a.b()");
    }

    @Test
    void words_areReadWithQuotes() {
        assertThat(Word.of(" a \"b c\" d\"e\\\"\\\\\" C:\\x", 0))
                .extracting(Word::text)
                .containsExactly("a", "b c", "de\"\\", "C:\\x");
    }
}
