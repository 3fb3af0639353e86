package dev.tidemill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class PlotTest {
    private static final MIMEType VEGA = MIMEType.parse("application/vnd.vegalite.v5+json");

    private static BufferedImage picture(DisplayData data) throws IOException {
        String text = String.valueOf(data.getData(MIMEType.parse("image/png")));
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(text)));
    }

    @Test
    void bars_areVegaLiteAndPictureInTheOrderGiven() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("temp", 0.3);
        values.put("dewp", -0.1);

        DisplayData data = Plot.of("Drift", "statistic", "feature").bars(values);

        assertThat(String.valueOf(data.getData(VEGA)))
                .contains("title=Drift", "title=statistic", "name=temp", "name=dewp");
        assertThat(picture(data).getWidth()).isEqualTo(1280);
    }

    @Test
    void lines_withOnePointOrNone_areDrawn() throws IOException {
        DisplayData data = Plot.of("Loss", "round", "log loss")
                .lines(Map.of("validation", List.of(List.of(1.0, 0.5)), "empty", List.of()));

        assertThat(String.valueOf(data.getData(VEGA))).contains("series=validation");
        assertThat(picture(data).getHeight()).isPositive();
    }
}
