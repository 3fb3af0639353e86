package dev.tidemill.trackingapi.search;

import dev.tidemill.trackingapi.search.Comparison.Field;
import dev.tidemill.trackingapi.search.Comparison.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a kind of thing: attributes that are text or number, and the maps of metrics, params and tags
 * where it has them. Built once, then safe for use by several threads.
 */
public final class Fields<T> {
    private final Map<String, Function<T, @Nullable String>> texts = new HashMap<>();
    private final Map<String, Function<T, @Nullable Number>> numbers = new HashMap<>();
    private final Set<String> lists = new HashSet<>();
    private final Map<Kind, BiFunction<T, String, @Nullable Object>> maps = new HashMap<>();

    /** Adds an attribute that is text. */
    public Fields<T> text(String name, Function<T, @Nullable String> reader) {
        texts.put(name, reader);
        return this;
    }

    /** Adds an attribute that is text and may be compared with a list. */
    public Fields<T> listed(String name, Function<T, @Nullable String> reader) {
        lists.add(name);
        return text(name, reader);
    }

    /** Adds an attribute that is a number. */
    public Fields<T> number(String name, Function<T, @Nullable Number> reader) {
        numbers.put(name, reader);
        return this;
    }

    /** Adds the values of metrics. */
    public Fields<T> metrics(BiFunction<T, String, @Nullable Object> reader) {
        maps.put(Kind.METRIC, reader);
        return this;
    }

    /** Adds params. */
    public Fields<T> params(BiFunction<T, String, @Nullable Object> reader) {
        maps.put(Kind.PARAM, reader);
        return this;
    }

    /** Adds tags. */
    public Fields<T> tags(BiFunction<T, String, @Nullable Object> reader) {
        maps.put(Kind.TAG, reader);
        return this;
    }

    /** Adds what is told of datasets: the values of all of them, empty when there are none. */
    public Fields<T> datasets(BiFunction<T, String, @Nullable Object> reader) {
        maps.put(Kind.DATASET, reader);
        return this;
    }

    /** The names of the attributes, in the order of the alphabet. */
    Set<String> attributes() {
        Set<String> names = new TreeSet<>(texts.keySet());
        names.addAll(numbers.keySet());
        return names;
    }

    /** Those attributes that may be compared with a list, in the order of the alphabet. */
    Set<String> listed() {
        return new TreeSet<>(lists);
    }

    boolean knows(Field field) {
        return field.kind() == Kind.ATTRIBUTE
                ? texts.containsKey(field.key()) || numbers.containsKey(field.key())
                : maps.containsKey(field.kind());
    }

    boolean isNumber(Field field) {
        return field.kind() == Kind.METRIC || (field.kind() == Kind.ATTRIBUTE && numbers.containsKey(field.key()));
    }

    boolean takesLists(Field field) {
        return field.kind() == Kind.DATASET || (field.kind() == Kind.ATTRIBUTE && lists.contains(field.key()));
    }

    /** The value of a field: a text or a number; null when the thing has none. */
    @Nullable
    Object value(T thing, Field field) {
        if (field.kind() == Kind.ATTRIBUTE) {
            Function<T, @Nullable String> text = texts.get(field.key());
            if (text != null) {
                return text.apply(thing);
            }
            Function<T, @Nullable Number> number = numbers.get(field.key());
            return number == null ? null : number.apply(thing);
        }
        BiFunction<T, String, @Nullable Object> map = maps.get(field.kind());
        return map == null ? null : map.apply(thing, field.key());
    }
}
