package dev.tidemill.functionhost.child;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Entry point of a function's JVM: ties its life to the host that started it, then hands over to the runtime
 * interface client.
 *
 * <p>Standard input is a pipe that only the host holds open. The kernel closes it when the host ends, however the host
 * ends, and this JVM then halts at once. A byte on the pipe asks for an orderly exit.
 */
public final class Tether {
    private static final String RUNTIME_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private Tether() {}

    /**
     * Starts the runtime interface client, which returns only when the function's JVM should end.
     *
     * @param arguments the handler, as Lambda writes it
     * @throws Throwable what the client's main method threw
     */
    public static void main(String[] arguments) throws Throwable {
        InputStream pipe = System.in;
        System.setIn(InputStream.nullInputStream());
        Thread watch = new Thread(() -> watch(pipe), "host-tether");
        watch.setDaemon(true);
        watch.start();
        Method main = Class.forName(RUNTIME_CLIENT).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    private static void watch(InputStream pipe) {
        int read;
        try {
            read = pipe.read();
        } catch (IOException closed) {
            read = -1;
        }
        if (read < 0) {
            Runtime.getRuntime().halt(137);
        }
        System.exit(0);
    }
}
