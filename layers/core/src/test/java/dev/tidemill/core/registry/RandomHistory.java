package dev.tidemill.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.Registry.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A random history of a few models, made in a registry and in the plainest model of one: for every change, whole copies
 * of what the aliases are since. Whatever is asked of any time must be answered alike by both.
 */
final class RandomHistory {
    private static final List<String> NAMES = List.of("delay", "arrival", "with #, space");
    private static final List<String> ALIASES = List.of("champion", "challenger");

    /** The aliases of something since a time; null when there is no such thing. */
    private record Since(Instant time, @Nullable Map<String, Integer> aliases) {}

    private static final class Plain {
        private final List<Since> timeline = new ArrayList<>();
        private final TreeMap<Integer, Boolean> versions = new TreeMap<>();
        private Map<String, Integer> aliases = new HashMap<>();
        private Instant last = Instant.EPOCH;
    }

    private final Random random;
    private final Registry registry;
    private final Workspace workspace;
    private final Map<String, Plain> models = new HashMap<>();
    private final Map<String, List<Since>> names = new HashMap<>();
    private final List<Instant> times = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    RandomHistory(long seed, Registry registry, Workspace workspace) {
        this.random = new Random(seed);
        this.registry = registry;
        this.workspace = workspace;
    }

    /** Makes so many changes and asks of as many times. */
    void run(int changes) {
        for (int i = 0; i < changes; i++) {
            now = now.plusNanos(random.nextInt(4) * 700_000L);
            change(NAMES.get(random.nextInt(NAMES.size())));
        }
        times.add(now.plusSeconds(1));
        times.add(Instant.parse("2025-12-31T00:00:00Z"));
        for (Instant time : times) {
            for (String name : NAMES) {
                for (String alias : ALIASES) {
                    assertThat(registry.aliasAt(workspace, name, alias, time))
                            .as("alias %s of %s at %s", alias, name, time)
                            .isEqualTo(expected(name, alias, time));
                }
            }
        }
        models.keySet()
                .forEach(name -> assertThat(
                                registry.rebuild(workspace, name, false).differences())
                        .isEmpty());
    }

    private void change(String name) {
        Plain plain = models.get(name);
        if (plain == null) {
            plain = new Plain();
            models.put(name, plain);
            registry.createModel(workspace, name, "", Map.of(), at(now));
            note(name, plain, now);
            return;
        }
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> create(name, plain);
            case 3 -> deleteAlias(name, plain, ALIASES.get(random.nextInt(ALIASES.size())));
            case 4 -> deleteVersion(name, plain);
            case 5 -> rename(name, plain);
            case 6 -> delete(name, plain);
            default -> move(name, plain, ALIASES.get(random.nextInt(ALIASES.size())));
        }
    }

    private void create(String name, Plain plain) {
        int number = registry.createVersion(draft(name), at(now)).number();
        plain.versions.put(number, true);
        note(name, plain, now);
    }

    private void move(String name, Plain plain, String alias) {
        if (plain.versions.isEmpty()) {
            return;
        }
        List<Integer> numbers = List.copyOf(plain.versions.keySet());
        int number = numbers.get(random.nextInt(numbers.size()));
        // Some clocks lag behind those of the changes before.
        Instant time = random.nextInt(4) == 0 ? now.minusMillis(random.nextInt(5)) : now;
        registry.moveAlias(workspace, name, alias, number, at(time));
        Integer before = plain.aliases.put(alias, number);
        if (before == null || before != number) {
            note(name, plain, time);
        }
    }

    private void deleteAlias(String name, Plain plain, String alias) {
        registry.deleteAlias(workspace, name, alias, at(now));
        if (plain.aliases.remove(alias) != null) {
            note(name, plain, now);
        }
    }

    private void deleteVersion(String name, Plain plain) {
        if (plain.versions.isEmpty()) {
            return;
        }
        int number = plain.versions.lastKey();
        registry.deleteVersion(workspace, name, number, at(now));
        plain.versions.remove(number);
        plain.aliases.values().removeIf(names -> names == number);
        note(name, plain, now);
    }

    private void rename(String name, Plain plain) {
        String other = NAMES.get(random.nextInt(NAMES.size()));
        if (models.containsKey(other)) {
            return;
        }
        registry.renameModel(workspace, name, other, at(now));
        models.remove(name);
        models.put(other, plain);
        timeline(name).add(new Since(now, null));
        note(other, plain, now);
    }

    private void delete(String name, Plain plain) {
        registry.deleteModel(workspace, name, at(now));
        models.remove(name);
        plain.aliases = new HashMap<>();
        timeline(name).add(new Since(now, null));
    }

    private void note(String name, Plain plain, Instant time) {
        plain.last = time.isBefore(plain.last) ? plain.last : time;
        Since since = new Since(plain.last, Map.copyOf(plain.aliases));
        plain.timeline.add(since);
        timeline(name).add(since);
        times.add(plain.last);
        times.add(plain.last.minusNanos(1));
    }

    private List<Since> timeline(String name) {
        return names.computeIfAbsent(name, n -> new ArrayList<>());
    }

    private Optional<Integer> expected(String name, String alias, Instant time) {
        Map<String, Integer> ofName = last(names.getOrDefault(name, List.of()), time);
        Plain now = models.get(name);
        Map<String, Integer> aliases = ofName == null && now != null ? last(now.timeline, time) : ofName;
        return aliases == null ? Optional.empty() : Optional.ofNullable(aliases.get(alias));
    }

    private static @Nullable Map<String, Integer> last(List<Since> timeline, Instant time) {
        Map<String, Integer> aliases = null;
        for (Since since : timeline) {
            if (!since.time().isAfter(time)) {
                aliases = since.aliases();
            }
        }
        return aliases;
    }

    private Change at(Instant time) {
        return new Change("someone", "", "corr", time);
    }

    private ModelVersion draft(String name) {
        return new ModelVersion(
                workspace,
                name,
                0,
                "",
                "",
                "",
                "{}",
                ModelCard.EMPTY,
                VersionStatus.CANDIDATE,
                Map.of(),
                now,
                now,
                null,
                Origin.imported("s3://elsewhere/model"),
                "",
                List.of());
    }
}
