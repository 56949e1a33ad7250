package rhumb.reference;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Version;

/** {@code rhumb reference}: for who changes what the pages describe. */
@Command(
        name = "rhumb reference",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Print a page of docs/reference, made of the code.")
public final class Reference implements Callable<ExitCode> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PAGE",
            defaultValue = "commands",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Page page = Page.commands;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description = "write all pages into this folder instead, such as docs/reference")
    private @Nullable Path into;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Prints and ends. */
    public static void main(String[] arguments) {
        System.exit(Commands.run(new Reference(), arguments));
    }

    @Override
    public ExitCode call() throws IOException {
        if (into == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(page.text());
            out.flush();
            return ExitCode.OK;
        }
        Files.createDirectories(into);
        for (Page one : Page.values()) {
            Files.writeString(into.resolve(one.file()), one.text());
        }
        return ExitCode.OK;
    }
}
