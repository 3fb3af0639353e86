package dev.tidemill.kernel;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * What cells print, in messages as long as the output of a tenth of a second. The order of both streams and of
 * everything else that is shown is kept, as long as {@link #flush} is called before it is. What a thread prints after its
 * cell has ended goes below the cell that ran last. Safe for use by several threads.
 */
final class CellStreams {
    private static final int MAX_BYTES = 16 * 1024;
    private static final long WAIT_MILLIS = 100;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cell-output");
        thread.setDaemon(true);
        return thread;
    });
    private final Stream out = new Stream(ShellReplyEnvironment::writeToStdOut);
    private final Stream err = new Stream(ShellReplyEnvironment::writeToStdErr);
    private @Nullable ShellReplyEnvironment environment;
    private @Nullable Future<?> later;

    PrintStream out() {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    PrintStream err() {
        return new PrintStream(err, false, StandardCharsets.UTF_8);
    }

    /** Says below which cell output goes from now on. */
    synchronized void attach(ShellReplyEnvironment cell) {
        flush();
        environment = cell;
    }

    /** Sends all that was printed. */
    synchronized void flush() {
        out.send();
        err.send();
        later = null;
    }

    private synchronized void add(Stream to, byte[] bytes, int offset, int length) {
        (to == out ? err : out).send();
        int from = offset;
        int left = length;
        while (left > 0) {
            int piece = Math.min(left, to.bytes.remaining());
            to.bytes.put(bytes, from, piece);
            from += piece;
            left -= piece;
            if (!to.bytes.hasRemaining()) {
                to.send();
            }
        }
        if (later == null) {
            later = timer.schedule(this::flush, WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private final class Stream extends OutputStream {
        private final BiConsumer<ShellReplyEnvironment, String> send;
        private final ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);

        Stream(BiConsumer<ShellReplyEnvironment, String> send) {
            this.send = send;
        }

        @Override
        public void write(int one) {
            add(this, new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            add(this, some, offset, length);
        }

        // A character of which only some bytes are there stays until the others come.
        private void send() {
            bytes.flip();
            CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
            decoder.decode(bytes, text, false);
            bytes.compact();
            text.flip();
            if (environment != null && text.hasRemaining()) {
                send.accept(environment, text.toString());
            }
        }
    }
}
