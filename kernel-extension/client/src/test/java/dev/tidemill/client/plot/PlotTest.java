package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.MetricPoint;
import dev.tidemill.client.TidemillException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PlotTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode vega(Plot plot) {
        return JSON.valueToTree(plot.vegaLite());
    }

    /** The rows of the layers of a kind of mark, of all panels. */
    private static List<JsonNode> rows(Plot plot, String mark) {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode layers : vega(plot).findValues("layer")) {
            for (JsonNode layer : layers) {
                if (layer.at("/mark/type").asText().equals(mark)) {
                    layer.at("/data/values").forEach(rows::add);
                }
            }
        }
        return rows;
    }

    private static BufferedImage picture(Plot plot) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(plot.png()));
    }

    private static long pixels(Plot plot, int color) throws IOException {
        BufferedImage picture = picture(plot);
        long count = 0;
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                count += (picture.getRGB(x, y) & 0xFFFFFF) == color ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void bars_keepTheirOrderAndNumbersInBothPictures() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("temp", 0.3);
        values.put("dewp", -0.1);

        Plot plot = Plot.of("Drift", "statistic", "feature").bars(values);
        List<JsonNode> bars = rows(plot, "rect");

        assertThat(plot.title()).isEqualTo("Drift");
        assertThat(bars).extracting(row -> row.get("t0").asText()).containsExactly("temp", "dewp");
        assertThat(bars).extracting(row -> row.get("x2").asDouble()).containsExactly(0.3, -0.1);
        assertThat(vega(plot).at("/layer/0/encoding/x/axis/title/0").asText()).isEqualTo("statistic");
        // The picture has as much of the bars' colour for a bar three times as long.
        long both = pixels(plot, 0x0072B2);
        long one = pixels(Plot.of("Drift", "statistic", "feature").bars(Map.of("temp", 0.3)), 0x0072B2);
        assertThat(both).isPositive();
        assertThat(one).isPositive();
    }

    @Test
    void trafficSplit_hasTheSameSharesInBothPictures() throws IOException {
        Plot plot = Plot.trafficSplit(
                "Canary",
                Map.of(
                        Instant.parse("2024-01-01T00:00:00Z"), Map.of("version 9", 75L, "version 10", 25L),
                        Instant.parse("2024-01-01T01:00:00Z"), Map.of("version 9", 3L, "version 10", 1L)));

        List<JsonNode> bars = rows(plot, "rect");
        assertThat(bars)
                .extracting(row -> row.get("s").asText() + row.get("y").asDouble() + "-"
                        + row.get("y2").asDouble())
                .containsExactly("version 90.0-0.75", "version 100.75-1.0", "version 90.0-0.75", "version 100.75-1.0");
        double ratio = (double) pixels(plot, 0x0072B2) / pixels(plot, 0xD55E00);
        assertThat(ratio).isBetween(2.9, 3.1);
    }

    @Test
    void lines_withOnePointOrNone_areDrawn() throws IOException {
        Plot plot = Plot.of("Loss", "round", "log loss")
                .lines(Map.of("validation", List.of(List.of(1.0, 0.5)), "empty", List.of()));

        assertThat(rows(plot, "line")).hasSize(1);
        assertThat(picture(plot).getHeight()).isPositive();
        assertThat(plot.text()).isEqualTo("Loss: 2 lines of log loss by round");
    }

    @Test
    void metricCurves_haveTheirPointsAndUnits() {
        Plot plot = Plot.metricCurves(
                "Loss",
                "log loss (nats)",
                Map.of(
                        "validation",
                        List.of(new MetricPoint(0, 0.7), new MetricPoint(1, 0.5), new MetricPoint(2, 0.6))));

        assertThat(rows(plot, "line"))
                .extracting(row -> row.get("x").asInt() + ":" + row.get("y").asDouble())
                .containsExactly("0:0.7", "1:0.5", "2:0.6");
        assertThat(vega(plot).findValuesAsText("title").toString() + vega(plot)).contains("log loss (nats)", "step");
    }

    @Test
    void roc_tellsTheAreaOfEachModel() {
        Map<String, Scores> models = new LinkedHashMap<>();
        models.put("good", Scores.of(new double[] {0.9, 0.1}, new boolean[] {true, false}));
        models.put("even", Scores.of(new double[] {0.5, 0.5}, new boolean[] {true, false}));

        Plot plot = Plot.roc("ROC", models);

        assertThat(vega(plot).at("/layer/1/encoding/color/scale/domain").toString())
                .isEqualTo("[\"good (AUC 1.000)\",\"even (AUC 0.500)\"]");
        assertThat(plot.text()).contains("good AUC 1.000, even AUC 0.500");
    }

    @Test
    void compareRuns_leavesOutWhatIsTheSame_andBreaksLinesWhereNothingIsKnown() {
        List<ComparedRun> runs = List.of(
                new ComparedRun("a", Map.of("depth", 3, "trees", 100), Map.of("auc", 0.7)),
                new ComparedRun("b", Map.of("depth", "5", "trees", 100), Map.of("auc", 0.8)),
                new ComparedRun("c", Map.of("trees", 100), Map.of()));

        Plot plot = Plot.compareRuns("Runs", runs, "auc");

        assertThat(vega(plot).at("/title/subtitle/0").asText()).contains("the same in all: trees 100");
        assertThat(rows(plot, "line"))
                .extracting(row -> row.get("x").asInt() + ":" + row.get("y").asDouble())
                .containsExactly("0:0.0", "1:0.0", "0:1.0", "1:1.0");
        assertThatThrownBy(() -> Plot.compareRuns("Runs", runs, "rmse"))
                .hasMessage("No run has the metric 'rmse': the runs have [auc].");
    }

    @Test
    void driftHeatMap_marksWhatIsSignificant() {
        Plot plot = Plot.driftHeatMap(
                "Drift",
                "PSI",
                List.of(new DriftCell("temp", "May", 0.1, false), new DriftCell("temp", "June", 0.4, true)));

        assertThat(rows(plot, "point"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("x").asDouble()).isBetween(1.0, 2.0));
        assertThat(rows(plot, "text"))
                .extracting(row -> row.get("text").asText())
                .containsExactly("0.10", "0.40");
        assertThatThrownBy(() ->
                        Plot.driftHeatMap("Drift", "PSI", List.of(new DriftCell("temp", "May", Double.NaN, false))))
                .hasMessageContaining("'temp' in 'May' is NaN");
    }

    @Test
    void shapSummary_ofManyRows_saysHowManyAreShown() {
        double[] values = new double[10_000];
        Plot plot = Plot.shapSummary("SHAP", "log odds", Map.of("temp", values), Map.of("temp", values));

        assertThat(rows(plot, "point")).hasSize(3000);
        assertThat(vega(plot).at("/title/subtitle/0").asText()).startsWith("Every feature by 3000 of 10,000 rows");
        assertThatThrownBy(() -> Plot.shapSummary("SHAP", "log odds", Map.of("temp", values), Map.of()))
                .hasMessage("Feature 'temp' has SHAP values but no feature values.");
    }

    @Test
    void distributionByWindow_ofOneValue_isDrawn() throws IOException {
        Plot plot = Plot.distributionByWindow("Temperature", "month", "°F", Map.of("May", new double[] {60}));

        assertThat(rows(plot, "line"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("y").asDouble()).isEqualTo(60));
        assertThat(picture(plot).getWidth()).isGreaterThan(1000);
        assertThatThrownBy(() -> Plot.distributionByWindow("T", "month", "°F", Map.of("May", new double[0])))
                .hasMessageContaining("Window 'May' has no values");
    }

    @Test
    void labels_ofAnyText_areDataAndNoCode() {
        String name = "a\"],alert(1)//\\ <b>\n</b>";

        Plot plot = Plot.of("Odd", "x", "y").bars(Map.of(name, 1));
        String labels = vega(plot).at("/layer/0/encoding/y/axis/labelExpr").asText();

        assertThat(labels).isEqualTo("[\"a\\u0022],alert(1)//\\u005c \\u003cb> \\u003c/b>\"][0]");
    }

    @Test
    void anything_notFiniteOrEmpty_isRefusedByItsPlace() {
        PlotAxes axes = Plot.of("Loss", "round", "nats");

        assertThatThrownBy(() -> axes.lines(Map.of("train", List.of(List.of(0.0, 1.0), List.of(1.0, Double.NaN)))))
                .isInstanceOf(TidemillException.class)
                .hasMessage("Value 2 of 'train' is NaN: a plot needs finite numbers.");
        assertThatThrownBy(() -> axes.lines(Map.of("train", List.of(List.of(0.0)))))
                .hasMessage("Point 1 of 'train' has 1 numbers: x and y are expected.");
        assertThatThrownBy(() -> axes.lines(Map.of())).hasMessage("The plot 'Loss' has no points to show.");
        assertThatThrownBy(() -> axes.bars(Map.of())).hasMessage("The plot 'Loss' has no bars to show.");
        assertThatThrownBy(() -> Plot.roc("ROC", Map.of())).hasMessageContaining("no models");
        assertThatThrownBy(() -> Plot.lineageGraph("L", List.of(), List.of())).hasMessageContaining("no nodes");
        assertThatThrownBy(() -> Plot.trafficSplit("T", Map.of(Instant.EPOCH, Map.of("1", -1L))))
                .hasMessageContaining("Version '1' has -1 requests at 1970-01-01T00:00:00Z");
        assertThatThrownBy(() -> Plot.trafficSplit("T", Map.of(Instant.EPOCH, Map.of())))
                .hasMessageContaining("no requests");
    }

    @Test
    void plots_ofTheSameInput_areEqual() {
        assertThat(Plot.of("A", "x", "y").bars(Map.of("a", 1)))
                .isEqualTo(Plot.of("A", "x", "y").bars(Map.of("a", 1)))
                .isNotEqualTo(Plot.of("A", "x", "y").bars(Map.of("a", 2)));
    }
}
