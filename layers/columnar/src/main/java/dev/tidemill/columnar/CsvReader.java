package dev.tidemill.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV (RFC 4180, UTF-8, any line ending) record by record and knows the line at which each begins, also after
 * quoted fields that span lines. Empty lines are skipped.
 */
final class CsvReader implements Closeable {
    private static final int END = -1;

    private final Reader reader;
    private final char delimiter;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder field = new StringBuilder();
    private int length;
    private int next;
    private long line = 1;
    private long recordLine = 1;

    CsvReader(Path file, char delimiter) throws IOException {
        this.reader = new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.delimiter = delimiter;
        if (peek() == '\uFEFF') {
            next++;
        }
    }

    /** The line at which the record read last begins, from 1. */
    long recordLine() {
        return recordLine;
    }

    /**
     * Reads the next record.
     *
     * @return its fields, or null at the end
     * @throws Malformed when the file is no CSV from here on
     */
    @Nullable
    List<String> read() throws IOException {
        while (true) {
            int first = peek();
            if (first == END) {
                return null;
            }
            if (first != '\n' && first != '\r') {
                break;
            }
            endOfLine();
        }
        recordLine = line;
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(field());
            int after = peek();
            if (after == delimiter) {
                next++;
            } else {
                if (after != END) {
                    endOfLine();
                }
                return fields;
            }
        }
    }

    private String field() throws IOException {
        field.setLength(0);
        if (peek() == '"') {
            next++;
            quoted();
        }
        while (true) {
            int c = peek();
            if (c == END || c == delimiter || c == '\n' || c == '\r') {
                return field.toString();
            }
            if (c == 0) {
                throw new Malformed(line, "a NUL character", "text");
            }
            field.append((char) c);
            next++;
        }
    }

    private void quoted() throws IOException {
        long opened = line;
        while (true) {
            int c = peek();
            if (c == END) {
                throw new Malformed(opened, "a quote that is never closed", "a closing quote");
            }
            next++;
            if (c == '"') {
                if (peek() != '"') {
                    return;
                }
                next++;
            } else if (c == '\n' || (c == '\r' && peek() != '\n')) {
                line++;
            }
            field.append((char) c);
        }
    }

    private void endOfLine() throws IOException {
        int c = peek();
        next++;
        if (c == '\r' && peek() == '\n') {
            next++;
        }
        line++;
    }

    private int peek() throws IOException {
        if (next < length) {
            return buffer[next];
        }
        try {
            length = reader.read(buffer, 0, buffer.length);
        } catch (CharacterCodingException e) {
            throw new Malformed(line, "bytes that are no UTF-8", "UTF-8 text");
        }
        next = 0;
        return length <= 0 ? END : buffer[0];
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** The file cannot be read as CSV from a line on. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        private final long line;
        private final String found;
        private final String expected;

        Malformed(long line, String found, String expected) {
            super("line " + line + ": " + found);
            this.line = line;
            this.found = found;
            this.expected = expected;
        }

        long line() {
            return line;
        }

        String found() {
            return found;
        }

        String expected() {
            return expected;
        }
    }
}
