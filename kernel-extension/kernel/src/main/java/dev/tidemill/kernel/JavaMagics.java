package dev.tidemill.kernel;

import dev.tidemill.kernel.command.Command;
import dev.tidemill.kernel.command.ValueKind;
import java.util.List;

/** JJava's own magics, described for completion and help. */
final class JavaMagics {
    static final List<Command> ALL = List.of(
            Command.line("maven", "Adds libraries and all they need to the notebook's class path.")
                    .repeated("GROUP:ARTIFACT:VERSION", ValueKind.TEXT, true)
                    .option("from", ValueKind.TEXT, "Address of a repository to take them from.")
                    .example("%maven org.apache.commons:commons-math3:3.6.1"),
            Command.line("mavenRepo", "Adds a repository in which %maven looks.")
                    .required("ID", ValueKind.TEXT)
                    .required("URL", ValueKind.TEXT)
                    .example("%mavenRepo ours https://repository.example.org/maven2"),
            Command.line("classpath", "Adds jars and folders to the notebook's class path; * stands for any name.")
                    .repeated("PATH", ValueKind.FILE, true)
                    .example("%classpath lib/*.jar"),
            Command.line("load", "Runs a Java source or another notebook here.")
                    .required("FILE", ValueKind.FILE)
                    .example("%load preparation.ipynb"),
            Command.line("loadFromPOM", "Adds the dependencies of a Maven project to the notebook's class path.")
                    .required("FILE", ValueKind.FILE),
            Command.cell(
                    "loadFromPOM", "Adds the dependencies that the cell's XML lists to the notebook's class path."),
            Command.line("time", "Runs the rest of the line and says how long it took.")
                    .required("CODE", ValueKind.TEXT),
            Command.cell("time", "Runs the cell and says how long it took."));

    private JavaMagics() {}
}
