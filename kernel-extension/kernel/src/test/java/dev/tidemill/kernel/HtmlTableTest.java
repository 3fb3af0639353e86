package dev.tidemill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTableTest {
    private static final HtmlTable TABLE = new HtmlTable(
            "a <b>", List.of("name", "value"), List.of(List.of("x", "<script>\"&'"), List.of("longer", "1")));

    @Test
    void html_ofAnyText_isEscaped() {
        assertThat(TABLE.html())
                .contains("a &lt;b&gt;", "&lt;script&gt;&quot;&amp;&#39;")
                .doesNotContain("<script>", "<b>");
    }

    @Test
    void text_ofRows_isAligned() {
        assertThat(TABLE.text()).isEqualTo("a <b>\nname    value\nx       <script>\"&'\nlonger  1\n");
    }
}
