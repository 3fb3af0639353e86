package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
    @TempDir
    private Path folder;

    private List<String> read(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (CsvReader reader = new CsvReader(LocalLake.file(folder, "x.csv", text), ',')) {
            List<String> fields = reader.read();
            while (fields != null) {
                found.add(reader.recordLine() + ":" + String.join("|", fields));
                fields = reader.read();
            }
        }
        return found;
    }

    @Test
    void read_quotesNewlinesAndEmptyLines_keepsLineNumbers() throws IOException {
        assertThat(read("a,b\n1,\"x\ny\"\n\n2,\"q\"\"q\"\r\n3,\n\"4\",\"\r\n\"\r5,z"))
                .containsExactly("1:a|b", "2:1|x\ny", "5:2|q\"q", "6:3|", "7:4|\r\n", "9:5|z");
    }

    @Test
    void read_byteOrderMark_isSkipped() throws IOException {
        assertThat(read("\uFEFFa,b\n")).containsExactly("1:a|b");
    }

    @Test
    void read_quoteNeverClosed_namesItsLine() {
        assertThatThrownBy(() -> read("a,b\n1,2\n3,\"x\n4,5\n")).hasMessage("line 3: a quote that is never closed");
    }

    @Test
    void read_bytesThatAreNoText_areRefused() throws IOException {
        Path file = folder.resolve("y.csv");
        Files.write(file, new byte[] {'a', '\n', (byte) 0x1f, (byte) 0x8b, (byte) 0xff});
        assertThatThrownBy(() -> new CsvReader(file, ',').close())
                .isInstanceOf(CsvReader.Malformed.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> read("a\nb\u0000c\n")).hasMessage("line 2: a NUL character");
    }
}
