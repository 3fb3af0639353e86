package dev.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelFormatTest {
    @Test
    void load_boostedTrees_needsNoClassOfTribuo() throws ReflectiveOperationException {
        ModelBundle bundle = Trainings.train(Specs.flights().rounds(3));
        Function<String, byte @Nullable []> files = bundle.files()::get;
        WithoutTribuo loader = new WithoutTribuo();
        Class<?> type = loader.loadClass(ModelBundle.class.getName());

        Object loaded = type.getMethod("load", Function.class, String.class).invoke(null, files, bundle.sha256());

        assertThat((List<?>) type.getMethod("verifyGolden").invoke(loaded)).isEmpty();
        assertThat(loader.asked).isEmpty();
        assertThat(loader.defined).contains(ModelFormat.class.getName(), FittedModel.class.getName());
    }

    /** The module's classes once more, where Tribuo is not on the class path. */
    private static final class WithoutTribuo extends ClassLoader {
        private final Set<String> asked = new TreeSet<>();
        private final Set<String> defined = new TreeSet<>();

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.tribuo.")) {
                asked.add(name);
                throw new ClassNotFoundException(name);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            return name.startsWith("dev.tidemill.learning.") ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = ModelBundle.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                defined.add(name);
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
