package dev.tidemill.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunSearch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runs that were stored in the first format are found, read and written on. */
class FirstFormatTest {
    private static final Workspace TEAM = new Workspace("team");
    private static final String RUN = "0123456789abcdef0123456789abcdef";
    private static final Metric OLD = new Metric("m", 0.5, 10, 1);

    private final String table = LocalDynamoDb.table();
    private final DynamoDbTracking tracking = new DynamoDbTracking(
            LocalDynamoDb.CLIENT, table, "s3://artifacts", InstantSource.system(), LocalDynamoDb.BACKOFF);

    @Test
    void run_ofTheFirstFormat_livesOn() throws IOException {
        store();
        Run run = tracking.run(TEAM, RUN).orElseThrow();
        assertThat(run.metrics()).containsExactly(Map.entry("m", OLD));
        assertThat(run.params()).containsExactly(Map.entry("p", "v"));
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(5))).containsExactly(run);
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(5))).containsExactly(run);
        assertThat(tracking.history(TEAM, RUN, "m", 0, 9)).containsExactly(OLD);
        Metric late = new Metric("m", 0.4, 9, 0);
        tracking.log(TEAM, RUN, List.of(OLD, late), Map.of(), Map.of("t", "w"));
        assertThat(tracking.history(TEAM, RUN, "m", 0, 9)).containsExactly(OLD, late);
        assertThat(tracking.historyPage(TEAM, RUN, "m", "000000000002#0000:1", 9)
                        .points())
                .containsExactly(late);
        assertThat(tracking.sampledHistory(TEAM, RUN, "m", null, null, 9)).containsExactly(late, OLD);
        assertThat(tracking.searchRuns(TEAM, List.of("0"), RunSearch.newest(5)))
                .extracting(Run::tags)
                .containsExactly(Map.of("t", "w"));
    }

    private void store() throws IOException {
        tracking.experiment(TEAM, "0");
        Map<String, AttributeValue> run = new HashMap<>();
        run.put("format", AttributeValue.fromN("1"));
        Map.of(
                        "workspace", "team",
                        "id", RUN,
                        "experimentId", "0",
                        "name", "keen-fox-1",
                        "user", "someone",
                        "status", "RUNNING",
                        "artifactUri", "s3://artifacts/x")
                .forEach((name, value) -> run.put(name, AttributeValue.fromS(value)));
        run.put("startTime", AttributeValue.fromN("7"));
        run.put("active", AttributeValue.fromBool(true));
        run.put("version", AttributeValue.fromN("2"));
        run.put("generation", AttributeValue.fromN("0"));
        run.put("logged", packed(true));
        put("team#run#" + RUN, "run", run);
        put("team#run#" + RUN, "points#000000000002#0000", Map.of("points", packed(false)));
        int shard = Math.floorMod(RUN.hashCode(), 8);
        put("team#experiment#0#" + shard, "run#" + RUN, Map.of("id", AttributeValue.fromS(RUN)));
    }

    private void put(String pk, String sk, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("pk", AttributeValue.fromS(pk));
        item.put("sk", AttributeValue.fromS(sk));
        LocalDynamoDb.CLIENT.putItem(request -> request.tableName(table).item(item));
    }

    private static AttributeValue packed(boolean withTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            if (withTexts) {
                out.writeInt(1);
                text(out, "p");
                text(out, "v");
                out.writeInt(0);
            }
            out.writeInt(1);
            text(out, OLD.key());
            out.writeInt(1);
            out.writeInt(0);
            out.writeDouble(OLD.value());
            out.writeLong(OLD.timestamp());
            out.writeLong(OLD.step());
        }
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes.toByteArray()));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
