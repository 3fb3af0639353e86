package dev.tidemill.aws.dynamodb;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/**
 * Many rows of one partition in one item: a format byte, then, compressed, the rows. Its sort key holds the latest start
 * among its runs, which never changes, so that a partition's segments follow one another from late to early starts.
 *
 * @param sk sort key
 * @param version counts its writings, from 1
 * @param rows each run once
 */
record SearchSegment(String sk, long version, List<PackedRow> rows) {
    static final String PREFIX = "seg#";
    static final String VERSION = "n";
    private static final int FORMAT = 1;
    private static final int KEY_DIGITS = 16;

    SearchSegment {
        rows = List.copyOf(rows);
    }

    /**
     * A run's row among other bytes.
     *
     * @param bytes those of {@link SearchRows}, from {@code from} to before {@code to}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record PackedRow(String id, byte[] bytes, int from, int to) {
        int size() {
            return to - from;
        }
    }

    /**
     * The sort key of a segment.
     *
     * @param start latest among its runs
     * @param id of the run with that start
     */
    static String sk(long start, String id) {
        return PREFIX + HexFormat.of().toHexDigits(~(start ^ Long.MIN_VALUE)) + "#" + id;
    }

    /** The latest start among a segment's runs. */
    static long start(String sk) {
        int digits = PREFIX.length();
        return ~Long.parseUnsignedLong(sk, digits, digits + KEY_DIGITS, 16) ^ Long.MIN_VALUE;
    }

    EnhancedDocument write(String pk) {
        PackWriter out = new PackWriter(128 * 1024).number(rows.size());
        for (PackedRow row : rows) {
            out.text(row.id()).number(row.size()).rawAll(row.bytes(), row.from(), row.to());
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(out.size() / 2);
        packed.write(FORMAT);
        Compressed.write(packed, out.bytes(), 0);
        return new ItemWriter(pk, sk)
                .number(VERSION, version)
                .bytes(SearchRows.PACKED, packed.toByteArray())
                .build();
    }

    static SearchSegment read(String sk, long version, SdkBytes item) {
        byte[] packed = item.asByteArrayUnsafe();
        if (packed[0] != FORMAT) {
            throw new IllegalStateException(
                    "search segment " + sk + " has format " + packed[0] + ", which is unknown: expected " + FORMAT);
        }
        byte[] plain = Compressed.read(packed, 1);
        PackReader in = new PackReader(plain, 0, new PackReader.Known());
        int size = in.count();
        List<PackedRow> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String id = in.newText();
            int length = in.count();
            int from = in.skip(length);
            rows.add(new PackedRow(id, plain, from, from + length));
        }
        return new SearchSegment(sk, version, rows);
    }
}
