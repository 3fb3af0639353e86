package dev.tidemill.kernel;

import dev.tidemill.client.plot.Plot;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Shows a plot that is the value of a cell: JupyterLab draws the Vega-Lite, viewers that cannot show the PNG of the same
 * picture, a terminal the line.
 */
final class PlotDisplay {
    static final MIMEType VEGA_LITE = MIMEType.parse("application/vnd.vegalite.v5+json");
    static final MIMEType PNG = MIMEType.parse("image/png");
    private static final int SCALE = 2;
    // Of the width in a PNG's first chunk, which the height follows.
    private static final int WIDTH_AT = 16;

    private PlotDisplay() {}

    /** Has the kernel show plots, also those that {@code display} or {@code render} is called with. */
    static void register(BaseKernel kernel) {
        kernel.getRenderer()
                .createRegistration(Plot.class)
                .preferring(VEGA_LITE)
                .supporting(PNG, MIMEType.TEXT_PLAIN)
                .register((plot, context) -> context.getOutputContainer().assign(of(plot)));
    }

    /** The plot in every form at once. */
    static DisplayData of(Plot plot) {
        DisplayData data = new DisplayData(plot.text());
        data.putData(VEGA_LITE, plot.vegaLite());
        try {
            byte[] png = plot.png();
            ByteBuffer size = ByteBuffer.wrap(png);
            data.putData(PNG, Base64.getEncoder().encodeToString(png));
            data.putMetaData(
                    PNG,
                    new TreeMap<>(Map.of(
                            "width", size.getInt(WIDTH_AT) / SCALE,
                            "height", size.getInt(WIDTH_AT + Integer.BYTES) / SCALE)));
        } catch (LinkageError | InternalError | RuntimeException e) {
            // A machine without fonts cannot paint letters; the Vega-Lite needs none.
            data.putText(plot.text() + " [no PNG: this machine cannot draw it, " + e + "]");
        }
        return data;
    }
}
