package dev.tidemill.kernel;

import dev.tidemill.kernel.cell.CellEvaluator;
import dev.tidemill.kernel.magic.MagicSource;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.kernel.JavaKernelBuilder;
import org.dflib.jjava.kernel.magics.ClasspathMagic;
import org.dflib.jjava.kernel.magics.LoadMagic;
import org.dflib.jjava.kernel.magics.TimeMagic;
import org.dflib.jjava.maven.MavenDependencyResolver;
import org.dflib.jjava.maven.magics.LoadFromPomCellMagic;
import org.dflib.jjava.maven.magics.LoadFromPomLineMagic;
import org.dflib.jjava.maven.magics.MavenMagic;
import org.dflib.jjava.maven.magics.MavenRepoMagic;

/** Puts the kernel together, with JJava's own magics. */
final class TidemillKernelBuilder extends JavaKernelBuilder<TidemillKernelBuilder, TidemillKernel> {
    TidemillKernelBuilder() {
        MavenDependencyResolver maven = new MavenDependencyResolver();
        TimeMagic time = new TimeMagic();
        name("Tidemill")
                .magicsResolver(new MagicSource())
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
        CellEvaluator cells = new CellEvaluator(name, new Hints());
        return new TidemillKernel(new TidemillKernel.Parts(
                name,
                buildVersion(),
                buildLanguageInfo(),
                List.of(new HelpLink("Java API", "https://docs.oracle.com/en/java/javase/25/docs/api/")),
                new CellIo(),
                buildCommManager(),
                buildRenderer(),
                buildMagicsResolver(buildMagicTranspiler()),
                buildMagicsRegistry(),
                buildExtensionsEnabled(),
                buildErrorStyler(),
                buildJShell(cells),
                cells));
    }
}
