package dev.tidemill.aws.dynamodb;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes compressed by Deflate without a header. */
final class Compressed {
    private Compressed() {}

    /**
     * Adds bytes, compressed.
     *
     * @param from of the first of them
     */
    static void write(ByteArrayOutputStream out, byte[] plain, int from) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain, from, plain.length - from);
            deflater.finish();
            byte[] some = new byte[8192];
            while (!deflater.finished()) {
                out.write(some, 0, deflater.deflate(some));
            }
        } finally {
            deflater.end();
        }
    }

    /**
     * What was compressed.
     *
     * @param from of the first compressed byte; they reach to the end
     */
    static byte[] read(byte[] packed, int from) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed, from, packed.length - from);
            ByteArrayOutputStream out = new ByteArrayOutputStream(packed.length * 4);
            byte[] some = new byte[16384];
            while (!inflater.finished()) {
                int count = inflater.inflate(some);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalStateException("compressed bytes end too early");
                }
                out.write(some, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalStateException("compressed bytes cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }
}
