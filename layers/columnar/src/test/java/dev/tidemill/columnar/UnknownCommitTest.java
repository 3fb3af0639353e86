package dev.tidemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.columnar.Lake.AppendRequest;
import dev.tidemill.columnar.Lake.Committed;
import dev.tidemill.core.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits whose answer is lost: the table is read, and nothing is appended twice. */
class UnknownCommitTest {
    private static final DatasetId WEATHER = new DatasetId(Workspace.DEFAULT, "bikes", "weather");

    @TempDir
    private Path folder;

    @Test
    void append_answerLostAfterTheCommit_isFoundInTheTable() {
        Lake lake = lake(true);
        Committed committed = ingest(lake);
        assertThat(committed.duplicate()).isFalse();
        assertThat(committed.ingestion().rows()).isEqualTo(1);
        assertThat(lake.require(WEATHER).rows()).isEqualTo(1);
    }

    @Test
    void append_answerLostAndNothingCommitted_isToBeTriedAgainAndThenLandsOnce() {
        Lake lake = lake(false);
        assertThatThrownBy(() -> ingest(lake)).isInstanceOf(CommitStateUnknownException.class);
        assertThat(lake.current(WEATHER)).isEmpty();
        assertThat(ingest(lake).duplicate()).isFalse();
        assertThat(lake.require(WEATHER).rows()).isEqualTo(1);
    }

    private Lake lake(boolean committed) {
        Losing catalog = new Losing(committed);
        catalog.initialize("lake", Map.of());
        return new Lake(catalog, "memory://" + UUID.randomUUID());
    }

    private Committed ingest(Lake lake) {
        try (Sandbox sandbox = LocalLake.sandbox(folder)) {
            Path file = LocalLake.file(sandbox.folder(), "w.csv", "station,hour,temp\nA,2013-01-01T01:00:00Z,1.5\n");
            PreparedIngestion prepared =
                    new DatasetIngest(sandbox, "weather", Specs.weather()).prepare(file, "w.csv", Map.of());
            return lake.append(
                    WEATHER,
                    sandbox,
                    prepared,
                    new AppendRequest("i1", "x", UUID.randomUUID().toString(), Instant.EPOCH));
        }
    }

    /** Loses the answer to the first commit of a snapshot. */
    private static final class Losing extends InMemoryCatalog {
        private final boolean committed;
        private boolean lost;

        Losing(boolean committed) {
            this.committed = committed;
        }

        @Override
        protected TableOperations newTableOps(TableIdentifier identifier) {
            TableOperations real = super.newTableOps(identifier);
            return new TableOperations() {
                @Override
                public TableMetadata current() {
                    return real.current();
                }

                @Override
                public TableMetadata refresh() {
                    return real.refresh();
                }

                @Override
                public void commit(@Nullable TableMetadata base, TableMetadata metadata) {
                    boolean lose = !lost && metadata.currentSnapshot() != null;
                    if (!lose || committed) {
                        real.commit(base, metadata);
                    }
                    if (lose) {
                        lost = true;
                        throw new CommitStateUnknownException(new IOException("no answer"));
                    }
                }

                @Override
                public FileIO io() {
                    return real.io();
                }

                @Override
                public String metadataFileLocation(String fileName) {
                    return real.metadataFileLocation(fileName);
                }

                @Override
                public LocationProvider locationProvider() {
                    return real.locationProvider();
                }
            };
        }
    }
}
