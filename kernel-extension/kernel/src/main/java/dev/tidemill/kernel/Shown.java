package dev.tidemill.kernel;

import dev.tidemill.client.table.Table;
import dev.tidemill.client.table.TablePage;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Values as the kernel sends them: HTML, and text for viewers without. */
final class Shown {
    private Shown() {}

    /** Makes cells show tables whose last expression they are. */
    static void register(Renderer renderer) {
        renderer.createRegistration(Table.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register((table, context) -> page(context.getOutputContainer(), table.page(1)));
        renderer.createRegistration(TablePage.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register((page, context) -> page(context.getOutputContainer(), page));
    }

    private static void page(DisplayData data, TablePage page) {
        data.putText(page.text());
        data.putHTML(page.html());
    }

    static DisplayData of(HtmlTable table) {
        DisplayData data = new DisplayData(table.text());
        data.putHTML(table.html());
        return data;
    }

    /**
     * Links for a browser.
     *
     * @param links each a name and an address
     */
    static DisplayData links(List<List<String>> links) {
        StringBuilder html = new StringBuilder("<ul>");
        StringBuilder text = new StringBuilder();
        for (List<String> link : links) {
            html.append("<li><a target=\"_blank\" href=\"")
                    .append(HtmlTable.escaped(link.getLast()))
                    .append("\">")
                    .append(HtmlTable.escaped(link.getFirst()))
                    .append("</a></li>");
            text.append(link.getFirst()).append(": ").append(link.getLast()).append('\n');
        }
        DisplayData data = new DisplayData(text.toString());
        data.putHTML(html.append("</ul>").toString());
        return data;
    }
}
