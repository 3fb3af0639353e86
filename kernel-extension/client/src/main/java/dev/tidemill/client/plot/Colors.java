package dev.tidemill.client.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale of colours over values from 0 to 1, interpolated in RGB.
 *
 * @param stops colours at even distances, as 0xRRGGBB
 */
record Colors(List<Integer> stops) {
    /** Light to dark blue, for amounts. */
    static final Colors AMOUNT = new Colors(List.of(0xF1F5FA, 0x9CC3E0, 0x3A87BF, 0x08467F));

    /** Dark to light, each told from its neighbours on white: viridis without its yellow. */
    static final Colors RANK = new Colors(List.of(0x440154, 0x3B528B, 0x21918C, 0x5EC962));

    /** Blue for low, orange-red for high, grey-violet between. */
    static final Colors CONTRAST = new Colors(List.of(0x0072B2, 0x8E83A3, 0xD55E00));

    /** Of what is not known. */
    static final String NONE = "#BBBBBB";

    private static final int STRIPES = 40;

    Colors {
        stops = List.copyOf(stops);
    }

    String at(double share) {
        double place = Math.clamp(share, 0, 1) * (stops.size() - 1);
        int below = Math.min((int) place, stops.size() - 2);
        int color = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = stops.get(below) >> shift & 0xFF;
            int to = stops.get(below + 1) >> shift & 0xFF;
            color |= (int) Math.round(from + (place - below) * (to - from)) << shift;
        }
        return String.format(Locale.ROOT, "#%06X", color);
    }

    /** Black or white, whichever is read better on the colour. */
    static String letters(String hex) {
        int color = Integer.parseInt(hex.substring(1), 16);
        double light = 0.2126 * linear(color >> 16 & 0xFF)
                + 0.7152 * linear(color >> 8 & 0xFF)
                + 0.0722 * linear(color & 0xFF);
        return light > 0.18 ? "#1A1A1A" : "#FFFFFF";
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    /** A narrow panel that tells which colour stands for what; its ticks are those of the axis. */
    Panel key(Axis axis, int height) {
        List<Row> stripes = new ArrayList<>();
        double unit = (axis.high() - axis.low()) / STRIPES;
        for (int i = 0; i < STRIPES; i++) {
            // Each reaches to the end, below those after it: no page shows through between them.
            double low = axis.low() + i * unit;
            stripes.add(Row.at(0, low).to(1, axis.high()).colored(at((i + 0.5) / STRIPES)));
        }
        Layer layer = Layer.of(Layer.Mark.RECT, Style.of(Style.BY_ROW, 1), stripes);
        return Panel.of(12, height, Axis.hidden(0, 1, false), axis.ungridded().atRight(), List.of(layer));
    }
}
