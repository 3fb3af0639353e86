package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetState;
import dev.tidemill.columnar.Lake.StoredFile;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.Workspace;
import dev.tidemill.lifecycleapi.project.LakeFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShareFilesTest {
    private static final DatasetId PARCELS = new DatasetId(Workspace.DEFAULT, "parcels", "parcels");
    private static final String TRAINING = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final String FILES = "/v1/projects/parcels/datasets/parcels/files";

    private final World world = new World();

    @BeforeEach
    void push() {
        world.push();
    }

    @Test
    void datasetFiles_asItStands_areAddressedInTheLake() {
        world.lakeFiles.put(PARCELS, List.of(found(41, "a.parquet"), found(42, "a.parquet", "b.parquet")));

        JsonNode answer = world.get(FILES).body();

        assertThat(answer.path("dataset").asText()).isEqualTo("parcels");
        assertThat(answer.path("snapshotId").asLong()).isEqualTo(42);
        assertThat(answer.path("sequence").asLong()).isEqualTo(3);
        assertThat(answer.path("rows").asLong()).isEqualTo(90);
        assertThat(answer.path("watermark").asText()).isEqualTo(World.NOW.toString());
        assertThat(answer.path("columns").path("delay").asText()).isEqualTo("double");
        assertThat(Json.read(answer.path("ingestions").path(0), DatasetState.Ingestion.class))
                .isEqualTo(ingestion(42));
        assertThat(answer.path("files"))
                .extracting(file -> file.path("name").asText())
                .containsExactly("a.parquet", "b.parquet");
        assertThat(answer.path("files").path(1).path("url").asText()).contains("w/default/iceberg/x/b.parquet");
        assertThat(answer.path("files").path(1).path("size").asLong()).isEqualTo(11);
    }

    @Test
    void datasetFiles_ofASnapshot_areThoseOfThen() {
        world.lakeFiles.put(PARCELS, List.of(found(41, "a.parquet"), found(42, "a.parquet", "b.parquet")));

        assertThat(world.get(FILES + "?snapshot=41").body().path("files")).hasSize(1);
        assertThat(world.get(FILES + "?snapshot=43").status()).isEqualTo(404);
        assertThat(world.get(FILES + "?snapshot=43").code()).isEqualTo("SNAPSHOT_NOT_FOUND");
        assertThat(world.get(FILES + "?snapshot=newest").status()).isEqualTo(400);
        assertThat(world.get(FILES + "?snapshot=99999999999999999999")
                        .details()
                        .path(0)
                        .path("place")
                        .asText())
                .isEqualTo("query snapshot");
    }

    @Test
    void datasetFiles_ofNothing_are404() {
        assertThat(world.get(FILES).code()).isEqualTo("DATASET_NOT_INGESTED");
        assertThat(world.get(FILES).status()).isEqualTo(404);
        assertThat(world.get("/v1/projects/parcels/datasets/parcel/files")
                        .details()
                        .path(0)
                        .path("expected")
                        .asText())
                .contains("did you mean 'parcels'?");
        assertThat(world.get("/v1/projects/parcel/datasets/parcels/files").status())
                .isEqualTo(404);
    }

    @Test
    void versionFiles_ofARegisteredVersion_areThoseOfItsFolder() {
        world.register(TRAINING);
        String folder = "w/default/models/parcel-delay/" + TRAINING + "/";
        for (String name : List.of("bundle/bundle.json", "bundle/model.ubj", "manifest.json", "model.tribuo")) {
            world.artifacts.write(folder + name, new byte[] {1, 2, 3}, "application/octet-stream");
        }
        world.artifacts.write("w/default/models/parcel-delay/other/manifest.json", new byte[1], "application/json");

        JsonNode answer = world.get("/v1/models/parcel-delay/versions/1/files").body();

        assertThat(answer.path("version").asInt()).isEqualTo(1);
        assertThat(answer.path("files"))
                .extracting(file -> file.path("name").asText())
                .containsExactly("bundle/bundle.json", "bundle/model.ubj", "manifest.json", "model.tribuo");
        assertThat(answer.path("files").path(0).path("size").asLong()).isEqualTo(3);
        assertThat(answer.path("files").path(0).path("url").asText()).contains(folder + "bundle/bundle.json");
        assertThat(world.get("/v1/models/parcel-delay/versions/2/files").code()).isEqualTo("NO_SUCH_VERSION");
    }

    private static DatasetState.Ingestion ingestion(long snapshot) {
        return new DatasetState.Ingestion("ing-" + snapshot, TRAINING, snapshot, 90, 2, World.NOW, World.NOW);
    }

    private static LakeFiles.Found found(long snapshot, String... names) {
        DatasetState state = new DatasetState(
                "parcels",
                snapshot,
                3,
                90,
                World.NOW,
                Map.of("delay", ColumnType.DOUBLE),
                List.of(ingestion(snapshot)));
        return new LakeFiles.Found(
                state,
                List.of(names).stream()
                        .map(name -> new StoredFile("w/default/iceberg/x/" + name, 11))
                        .toList());
    }
}
