package dev.tidemill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.client.plot.Plot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class PlotDisplayTest {
    @Test
    void of_plot_isVegaLitePngAndTextInOne() throws IOException {
        Plot plot = Plot.of("Drift", "statistic", "feature").bars(Map.of("temp", 0.3));

        DisplayData data = PlotDisplay.of(plot);

        assertThat(data.getData(PlotDisplay.VEGA_LITE)).isEqualTo(plot.vegaLite());
        byte[] png = Base64.getDecoder().decode(String.valueOf(data.getData(PlotDisplay.PNG)));
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture.getWidth()).isGreaterThan(1000);
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("Drift: 1 bar of statistic");
    }
}
