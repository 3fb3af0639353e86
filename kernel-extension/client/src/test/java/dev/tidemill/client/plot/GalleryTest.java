package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Every kind of plot; the pictures and specifications are left in {@code target/plots} to be looked at. */
class GalleryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("target", "plots");

    @Test
    void everyKind_isOnWhiteSmallAndTheSameTwice() throws IOException {
        Files.createDirectories(FOLDER);
        Map<String, Plot> again = Gallery.plots();
        for (Map.Entry<String, Plot> entry : Gallery.plots().entrySet()) {
            Plot plot = entry.getValue();
            byte[] png = plot.png();
            byte[] spec = JSON.writeValueAsBytes(plot.vegaLite());
            Files.write(FOLDER.resolve(entry.getKey() + ".png"), png);
            Files.write(FOLDER.resolve(entry.getKey() + ".json"), spec);

            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(picture.getRGB(0, 0)).as(entry.getKey()).isEqualTo(0xFFFFFFFF);
            assertThat(picture.getWidth()).as(entry.getKey()).isBetween(600, 2600);
            assertThat(spec.length).as(entry.getKey()).isLessThan(300_000);
            assertThat(new String(spec, java.nio.charset.StandardCharsets.UTF_8))
                    .as(entry.getKey())
                    .doesNotContain("NaN", "Infinity", ":null");
            assertThat(plot.text()).as(entry.getKey()).doesNotContain("\n").isNotBlank();
            Plot other = again.getOrDefault(entry.getKey(), plot);
            assertThat(other).as(entry.getKey()).isEqualTo(plot);
            assertThat(JSON.writeValueAsBytes(other.vegaLite()))
                    .as(entry.getKey())
                    .isEqualTo(spec);
        }
        assertThat(again.getOrDefault("lineage", Plot.of("none", "x", "y").bars(Map.of("a", 1)))
                        .png())
                .isEqualTo(Files.readAllBytes(FOLDER.resolve("lineage.png")));
    }
}
