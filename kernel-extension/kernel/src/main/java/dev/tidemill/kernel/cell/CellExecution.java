package dev.tidemill.kernel.cell;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.SPIResolutionException;
import org.dflib.jjava.jupyter.telemetry.TelemetryCollector;
import org.jspecify.annotations.Nullable;

/**
 * Runs the compiled statements of cells in this JVM, on {@link CellThread}. Values and exceptions are kept as objects,
 * since the shell passes them on as text only.
 */
final class CellExecution extends DirectExecutionControl {
    /** In place of an exception's class name: the statement was told to stop and did not. */
    static final String GOES_ON = "dev.tidemill.kernel.goes-on";

    // How long a statement may take to end after an interrupt.
    private static final long GRACE_MILLIS = 3000;
    private static final Object NULL = new Object();

    private final CellClassLoader classes;
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable thrown;
    private volatile @Nullable TelemetryCollector<?> telemetry;
    private volatile boolean stopping;
    private volatile @Nullable CellThread thread;

    CellExecution(CellClassLoader classes) {
        super(new Loading(classes));
        this.classes = classes;
    }

    /** The object that a statement gave, by the text that the shell was given for it; null when it gave null. */
    @Nullable
    Object take(String key) {
        Object value = values.remove(key);
        return value == NULL ? null : value;
    }

    /** What the last statement threw, as it was thrown; null when it threw nothing. */
    @Nullable
    Throwable takeThrown() {
        Throwable last = thrown;
        thrown = null;
        return last;
    }

    /** Forgets an interrupt that no cell saw. */
    void begin() {
        stopping = false;
        StopCheck.request(false);
        CellThread running = thread;
        if (running != null) {
            running.clearStop();
        }
    }

    boolean isStopping() {
        return stopping;
    }

    void interrupt() {
        stopping = true;
        StopCheck.request(true);
        CellThread running = thread;
        if (running != null) {
            running.requestStop();
        }
    }

    void measure(@Nullable TelemetryCollector<?> collector) {
        TelemetryCollector<?> before = telemetry;
        telemetry = collector;
        if (collector == null && before != null) {
            before.stop();
        }
    }

    @Override
    protected String invoke(Method statement) throws Exception {
        if (stopping) {
            // Interrupted while the statement was compiled.
            throw new StoppedException();
        }
        Object value;
        TelemetryCollector<?> collector = telemetry;
        if (collector == null) {
            value = run(statement);
        } else {
            value = measured(collector, statement);
        }
        String key = UUID.randomUUID().toString();
        values.put(key, value == null ? NULL : value);
        return key;
    }

    private <T> @Nullable Object measured(TelemetryCollector<T> collector, Method statement) throws Exception {
        T start = collector.measurementStart();
        try {
            return run(statement);
        } finally {
            collector.measurementEnd(start);
        }
    }

    private @Nullable Object run(Method statement) throws Exception {
        if (Thread.currentThread() instanceof CellThread) {
            // A cell that evaluates another source, as %time does.
            try {
                return statement.invoke(null);
            } catch (InvocationTargetException e) {
                throw asSeenByShell(e.getTargetException());
            }
        }
        FutureTask<@Nullable Object> task = new FutureTask<>(() -> statement.invoke(null));
        CellThread on = thread();
        on.submit(task);
        try {
            return await(task, on);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof InvocationTargetException target
                    ? target.getTargetException()
                    : e.getCause();
            throw asSeenByShell(cause == null ? e : cause);
        }
    }

    private @Nullable Object await(FutureTask<@Nullable Object> task, CellThread on) throws Exception {
        long stopBy = 0;
        while (true) {
            try {
                return task.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (on.isStopping() && stopBy == 0) {
                    stopBy = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
                } else if (stopBy != 0 && System.nanoTime() > stopBy) {
                    StackTraceElement[] where = on.getStackTrace();
                    on.abandon();
                    thread = null;
                    throw new UserException("The cell goes on in the background.", GOES_ON, where);
                }
            }
        }
    }

    private synchronized CellThread thread() {
        CellThread running = thread;
        if (running == null) {
            running = new CellThread(classes);
            running.start();
            thread = running;
        }
        return running;
    }

    private RunException asSeenByShell(Throwable cause) {
        thrown = cause;
        return converted(cause, 0);
    }

    private static RunException converted(Throwable cause, int depth) {
        if (cause instanceof SPIResolutionException unresolved) {
            return new ResolutionException(unresolved.id(), unresolved.getStackTrace());
        }
        UserException converted = new UserException(
                String.valueOf(cause.getMessage()), cause.getClass().getName(), cause.getStackTrace());
        Throwable next = cause.getCause();
        if (next != null && depth < 20) {
            converted.initCause(converted(next, depth + 1));
        }
        return converted;
    }

    @Override
    public void stop() {
        interrupt();
    }

    /** Loads what the shell compiled, with its checks for interrupts. */
    private record Loading(CellClassLoader classes, StopWeaver weaver) implements LoaderDelegate {
        Loading(CellClassLoader classes) {
            this(classes, new StopWeaver(classes));
        }

        @Override
        public void load(ClassBytecodes[] compiled) throws ClassInstallException {
            for (ClassBytecodes each : compiled) {
                classes.declare(each.name(), each.bytecodes());
            }
            boolean[] loaded = new boolean[compiled.length];
            for (ClassBytecodes each : compiled) {
                classes.declare(each.name(), weaver.woven(each.bytecodes()));
            }
            for (int i = 0; i < compiled.length; i++) {
                try {
                    classes.loadClass(compiled[i].name());
                } catch (ClassNotFoundException | LinkageError e) {
                    throw new ClassInstallException(compiled[i].name() + " cannot be loaded: " + e, loaded);
                }
                loaded[i] = true;
            }
        }

        @Override
        public void classesRedefined(ClassBytecodes[] compiled) {
            for (ClassBytecodes each : compiled) {
                classes.declare(each.name(), each.bytecodes());
            }
        }

        @Override
        public void addToClasspath(String paths) throws InternalException {
            for (String entry : paths.split(File.pathSeparator, -1)) {
                try {
                    if (!entry.isBlank()) {
                        classes.add(CellClassLoader.path(entry));
                    }
                } catch (MalformedURLException e) {
                    throw new InternalException(entry + " is no path: " + e.getMessage());
                }
            }
        }

        @Override
        public Class<?> findClass(String name) throws ClassNotFoundException {
            return classes.loadClass(name);
        }
    }
}
