package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Ulid;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.ModelCard;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Origin;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.core.registry.Registry.Change;
import dev.tidemill.core.registry.RegistryEvent;
import dev.tidemill.core.registry.VersionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Moves of one alias by 16 threads of four processes, as far as those know of each other. They are linearisable if some order of all of them explains what each was told and
 * agrees with real time: what had ended before another began comes first. The events are that order.
 */
class RegistryAliasMovesTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final int THREADS = 16;
    private static final int PROCESSES = 4;
    private static final int VERSIONS = 40;
    private static final int MOVES = Integer.getInteger("tidemill.moves", 400);

    private final String table = LocalDynamoDb.table();
    private final String outbox = LocalDynamoDb.table();
    private final AtomicLong ticks = new AtomicLong();

    /** One move as its caller saw it; times are ticks of one counter. */
    private record Move(String request, int to, @Nullable Integer told, long begun, long ended) {}

    @Test
    void moveAlias_bySixteenThreads_isLinearisable() throws Exception {
        Registry registry = registry();
        for (int i = 0; i < VERSIONS; i++) {
            registry.createVersion(draft(), change("created"));
        }
        List<Registry> processes =
                Stream.generate(this::registry).limit(PROCESSES).toList();
        List<Future<List<Move>>> parts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                int seed = thread;
                int moves = MOVES / THREADS + (thread < MOVES % THREADS ? 1 : 0);
                Registry mine = processes.get(thread % PROCESSES);
                parts.add(threads.submit(() -> moves(mine, seed, moves)));
            }
        }
        Map<String, Move> moves = new HashMap<>();
        for (Future<List<Move>> part : parts) {
            part.get().forEach(move -> moves.put(move.request(), move));
        }
        assertThat(moves).hasSize(MOVES);
        requireLinear(moves, registry.history(TEAM, "delay"));
        assertThat(registry.rebuild(TEAM, "delay", false).differences()).isEmpty();
    }

    private void requireLinear(Map<String, Move> moves, List<RegistryEvent> history) {
        List<Move> order = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Integer before = null;
        for (RegistryEvent event : history) {
            if (event.type().equals("AliasMoved")) {
                Move move = Objects.requireNonNull(moves.get(event.request()));
                assertThat(seen.add(event.request())).as("moved once: %s", move).isTrue();
                assertThat(move.told()).as("told what was before: %s", move).isEqualTo(before);
                assertThat(event.version()).isEqualTo(move.to());
                before = move.to();
                order.add(move);
            }
        }
        long latestBegin = -1;
        for (Move move : order) {
            assertThat(move.ended()).as("in real time's order: %s", move).isGreaterThan(latestBegin);
            latestBegin = Math.max(latestBegin, move.begun());
        }
        for (Move move : moves.values()) {
            if (!seen.contains(move.request())) {
                assertThat(move.told()).isEqualTo(move.to());
                assertThat(stood(move, order))
                        .as("stood there meanwhile: %s", move)
                        .isTrue();
            }
        }
    }

    /** Tells whether the alias named the version of a move that changed nothing at some time while it ran. */
    private static boolean stood(Move still, List<Move> order) {
        for (int i = 0; i < order.size(); i++) {
            boolean begun = order.get(i).to() == still.to() && order.get(i).begun() < still.ended();
            if (begun && (i + 1 == order.size() || order.get(i + 1).ended() > still.begun())) {
                return true;
            }
        }
        return false;
    }

    private List<Move> moves(Registry registry, int seed, int count) {
        Random random = new Random(seed);
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String request = seed + "-" + i;
            int to = 1 + random.nextInt(VERSIONS);
            long begun = ticks.incrementAndGet();
            Optional<Integer> told = registry.moveAlias(TEAM, "delay", "champion", to, change(request));
            moves.add(new Move(request, to, told.orElse(null), begun, ticks.incrementAndGet()));
        }
        return moves;
    }

    private Registry registry() {
        return new DynamoDbRegistry(LocalDynamoDb.CLIENT, table, outbox, new Ulid(), Backoff.sleeping());
    }

    private static Change change(String request) {
        return new Change("someone", "", request, NOW);
    }

    private static ModelVersion draft() {
        return new ModelVersion(
                TEAM,
                "delay",
                0,
                "",
                "",
                "",
                "{}",
                ModelCard.EMPTY,
                VersionStatus.CANDIDATE,
                Map.of(),
                NOW,
                NOW,
                null,
                Origin.imported("s3://elsewhere/model"),
                "",
                List.of());
    }
}
