package dev.tidemill.kernel;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** A table as the kernel sends it: HTML, and text for viewers without. */
final class Shown {
    private Shown() {}

    static DisplayData of(HtmlTable table) {
        DisplayData data = new DisplayData(table.text());
        data.putHTML(table.html());
        return data;
    }
}
