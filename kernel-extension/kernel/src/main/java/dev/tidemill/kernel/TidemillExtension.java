package dev.tidemill.kernel;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;

/**
 * What the kernel loads. It is thin on purpose: when the rest cannot be loaded, the kernel works on as a plain Java
 * kernel in which {@code %mlops} says why.
 */
public final class TidemillExtension implements Extension {
    static final String MAGIC = "mlops";

    /** Found by name when the kernel starts. */
    public TidemillExtension() {}

    // Anything thrown here, linkage errors too, would end the kernel before it is ready.
    @SuppressWarnings("CatchingUnchecked")
    @Override
    public void install(BaseKernel kernel) {
        try {
            Magics.install(kernel);
        } catch (Exception | LinkageError e) {
            String reason =
                    "Tidemill's magics did not load, Java works without them: " + e + "\nInstall the kernel again.";
            if (kernel instanceof TidemillKernel ours) {
                ours.notice(reason);
            }
            LineMagic<Object, BaseKernel> explain = (at, arguments) -> {
                throw new MagicFailure(reason);
            };
            CellMagic<Object, BaseKernel> explainCell = (at, arguments, body) -> {
                throw new MagicFailure(reason);
            };
            kernel.getMagicsRegistry().registerLineMagic(MAGIC, explain);
            kernel.getMagicsRegistry().registerCellMagic(MAGIC, explainCell);
        }
    }
}
