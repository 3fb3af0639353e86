package dev.tidemill.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.magic.MagicsResolver;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.kernel.JavaKernel;
import org.dflib.jjava.kernel.JavaKernelBuilder;
import org.dflib.jjava.kernel.execution.CodeEvaluator;
import org.dflib.jjava.kernel.magics.ClasspathMagic;
import org.dflib.jjava.kernel.magics.LoadMagic;
import org.dflib.jjava.kernel.magics.TimeMagic;
import org.dflib.jjava.maven.MavenDependencyResolver;
import org.dflib.jjava.maven.magics.LoadFromPomCellMagic;
import org.dflib.jjava.maven.magics.LoadFromPomLineMagic;
import org.dflib.jjava.maven.magics.MavenMagic;
import org.dflib.jjava.maven.magics.MavenRepoMagic;
import org.jspecify.annotations.Nullable;

/** JJava's kernel with its magics, in which a failure of Tidemill is one sentence instead of frames. */
public final class TidemillKernel extends JavaKernel {
    private static final List<String> OURS =
            List.of("dev.tidemill.client.TidemillException", "dev.tidemill.kernel.MagicFailure");

    private TidemillKernel(
            String name,
            String version,
            LanguageInfo language,
            HistoryManager history,
            JupyterIO io,
            CommManager comms,
            Renderer renderer,
            MagicsResolver resolver,
            MagicsRegistry magics,
            boolean extensions,
            StringStyler styler,
            JShell shell,
            CodeEvaluator evaluator) {
        super(
                name,
                version,
                language,
                List.of(),
                history,
                io,
                comms,
                renderer,
                resolver,
                magics,
                extensions,
                styler,
                shell,
                evaluator);
    }

    /**
     * Runs the kernel until Jupyter ends it.
     *
     * @param arguments the connection file
     * @throws IOException when the connection file cannot be read
     */
    // As in the kernel that this one extends, the connection is closed by Jupyter's shutdown, not here.
    @SuppressWarnings("try")
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1 || !Files.isRegularFile(Path.of(arguments[0]))) {
            System.err.println("kernel: expected the connection file that Jupyter writes");
            System.exit(2);
        }
        System.setProperty("java.util.logging.SimpleFormatter.format", "[%4$.1s %1$tF %1$tT.%1$tL %3$s] %5$s%n");
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
        JavaKernel kernel = new Builder().build();
        kernel.onStartup();
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
    }

    @Override
    protected List<String> formatError(Throwable error) {
        String sentence = sentence(error);
        return sentence == null ? super.formatError(error) : errorStyler.secondaryLines(sentence);
    }

    /** The message of the first failure of ours among an error and its causes; null when there is none. */
    static @Nullable String sentence(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++) {
            String name = at instanceof EvalException evaluation
                    ? evaluation.getExceptionClassName()
                    : at.getClass().getName();
            if (OURS.contains(name)) {
                return at.getMessage();
            }
            at = at.getCause();
        }
        return null;
    }

    private static final class Builder extends JavaKernelBuilder<Builder, TidemillKernel> {
        Builder() {
            MavenDependencyResolver maven = new MavenDependencyResolver();
            TimeMagic time = new TimeMagic();
            name("Tidemill")
                    .timeout(-1, TimeUnit.MILLISECONDS)
                    .lineMagic("load", new LoadMagic())
                    .lineMagic("classpath", new ClasspathMagic())
                    .lineMagic("maven", new MavenMagic(maven))
                    .lineMagic("mavenRepo", new MavenRepoMagic(maven))
                    .lineMagic("loadFromPOM", new LoadFromPomLineMagic(maven))
                    .cellMagic("loadFromPOM", new LoadFromPomCellMagic(maven))
                    .lineMagic("time", time)
                    .cellMagic("time", time);
        }

        @Override
        public TidemillKernel build() {
            String name = buildName();
            CodeEvaluator evaluator = buildCodeEvaluator(name);
            return new TidemillKernel(
                    name,
                    buildVersion(),
                    buildLanguageInfo(),
                    buildHistoryManager(),
                    buildJupyterIO(buildJupyterIOEncoding()),
                    buildCommManager(),
                    buildRenderer(),
                    buildMagicsResolver(buildMagicTranspiler()),
                    buildMagicsRegistry(),
                    buildExtensionsEnabled(),
                    buildErrorStyler(),
                    buildJShell(evaluator),
                    evaluator);
        }
    }
}
