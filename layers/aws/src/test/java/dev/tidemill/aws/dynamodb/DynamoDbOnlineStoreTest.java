package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.feature.FeatureKey;
import dev.tidemill.core.feature.FeatureRow;
import dev.tidemill.core.feature.OnlineStore;
import dev.tidemill.core.feature.OnlineStoreSuite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DynamoDbOnlineStoreTest extends OnlineStoreSuite {
    private static final Instant NOON = Instant.parse("2013-07-01T12:00:00Z");

    @Override
    protected OnlineStore store() {
        return new DynamoDbOnlineStore(LocalDynamoDb.CLIENT, LocalDynamoDb.unsortedTable(), LocalDynamoDb.BACKOFF);
    }

    /** A few hundred in the usual build, each with its own requests; the system property asks for more. */
    @Override
    protected int interleavings() {
        return Integer.getInteger("tidemill.interleavings", 200);
    }

    private static List<FeatureKey> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new FeatureKey(new Workspace("team"), "flights", "weather", "v1", "E" + i))
                .toList();
    }

    @Test
    void read_pairs_takesOneRequestForEachHundred() {
        String table = LocalDynamoDb.unsortedTable();
        CountingDynamoDb counted = new CountingDynamoDb(LocalDynamoDb.CLIENT);
        OnlineStore store = new DynamoDbOnlineStore(counted.client, table, LocalDynamoDb.BACKOFF);
        store.write(keys(250).stream()
                .map(key -> new FeatureRow(key, NOON, NOON, 0, Map.of("visib", 1L)))
                .toList());
        for (Map.Entry<Integer, Integer> each :
                Map.of(1, 1, 100, 1, 101, 2, 250, 3).entrySet()) {
            counted.reset();
            assertThat(store.read(keys(each.getKey()))).hasSize(each.getKey());
            assertThat(counted.requests()).as("%d pairs", each.getKey()).isEqualTo(each.getValue());
        }
    }

    @Test
    void read_partlyThrottled_asksForTheRestAfterAPause() {
        String table = LocalDynamoDb.unsortedTable();
        new DynamoDbOnlineStore(LocalDynamoDb.CLIENT, table, LocalDynamoDb.BACKOFF)
                .write(keys(40).stream()
                        .map(key -> new FeatureRow(key, NOON, NOON, 0, Map.of("visib", 1L)))
                        .toList());
        AtomicInteger pauses = new AtomicInteger();
        OnlineStore store = new DynamoDbOnlineStore(
                ThrottledDynamoDb.of(LocalDynamoDb.CLIENT, 15), table, new Backoff(nanos -> pauses.incrementAndGet()));

        List<FeatureKey> asked = new ArrayList<>(keys(40));
        assertThat(store.read(asked)).containsOnlyKeys(asked);
        assertThat(pauses).as("15, 15 and 10 keys").hasValue(2);
    }
}
