package dev.tidemill.kernel;

import java.util.HashSet;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows below the running cell. */
final class CellOutput implements Output {
    private final BaseKernel kernel;
    private final Set<String> places = new HashSet<>();

    CellOutput(BaseKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void show(String id, String html, String text) {
        DisplayData data = new DisplayData(text);
        data.putHTML(html);
        data.setDisplayId(id);
        if (places.add(id)) {
            kernel.display(data);
        } else {
            kernel.getIO().display.updateDisplay(id, data);
        }
    }

    @Override
    public void display(Object value) {
        kernel.display(kernel.getRenderer().render(value));
    }
}
