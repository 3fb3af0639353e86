package dev.tidemill.kernel.magic;

import dev.tidemill.kernel.cell.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/** Calls the magics of cells. Its one public method is what magics are turned into; nobody else calls it. */
public final class MagicCalls {
    private static final List<Magic> MAGICS = Collections.synchronizedList(new ArrayList<>());

    private MagicCalls() {}

    /** @return the number by which it is called */
    static int remember(Magic magic) {
        synchronized (MAGICS) {
            MAGICS.add(magic);
            return MAGICS.size() - 1;
        }
    }

    /**
     * Calls a magic that was found in a cell.
     *
     * @param number of the magic in this JVM
     * @param values of the variables that it names in braces, in the order of {@link MagicSource#variables}
     * @param <T> what the cell takes it for
     * @return what the magic gives; null when it gives nothing
     * @throws MagicError when there is no such magic, with the names that are near
     * @throws Exception whatever the magic throws, as it is
     */
    // The cell's own declaration says what it expects; anything else fails there as a cast, on that line.
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> @Nullable T call(int number, @Nullable Object... values) throws Exception {
        Magic magic = MAGICS.get(number);
        List<String> names = values.length == 0 ? List.of() : MagicSource.variables(magic);
        BaseKernel kernel = BaseKernel.notebookKernel();
        MagicsRegistry registry = kernel.getMagicsRegistry();
        Set<String> known = magic.cell() ? registry.getCellMagicNames() : registry.getLineMagicNames();
        if (!known.contains(magic.name())) {
            throw new MagicError(unknown(magic, known, magic.cell() ? registry.getLineMagicNames() : Set.of()));
        }
        List<String> words = magic.takesCode() && !magic.raw().isEmpty() ? List.of(magic.raw()) : magic.texts();
        words = words.stream().map(word -> filled(word, names, values)).toList();
        return magic.cell()
                ? registry.evalCellMagic(kernel, magic.name(), words, filled(magic.body(), names, values))
                : registry.evalLineMagic(kernel, magic.name(), words);
    }

    private static String filled(String text, List<String> names, @Nullable Object[] values) {
        String filled = text;
        for (int i = 0; i < names.size(); i++) {
            filled = filled.replace("{" + names.get(i) + "}", String.valueOf(values[i]));
        }
        return filled;
    }

    private static String unknown(Magic magic, Collection<String> known, Collection<String> lines) {
        String sign = magic.cell() ? "%%" : "%";
        String sentence = "There is no magic " + sign + magic.name() + ".";
        if (lines.contains(magic.name())) {
            return sentence + " %" + magic.name() + ", with one percent sign, is the one for a line.";
        }
        String near = Nearest.of(magic.name(), known);
        return near.isEmpty()
                ? sentence + " There are " + sign + String.join(", " + sign, new TreeSet<>(known)) + "."
                : sentence + " Did you mean " + sign + near.replace(" or ", " or " + sign) + "?";
    }
}
