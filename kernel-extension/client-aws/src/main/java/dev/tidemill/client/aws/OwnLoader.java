package dev.tidemill.client.aws;

import java.util.function.Supplier;

/**
 * The SDK looks for its services in the thread's class loader, where a program may have another SDK, or none. Meanwhile
 * that is the loader of this library.
 */
final class OwnLoader {
    private OwnLoader() {}

    static <T> T during(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(OwnLoader.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
