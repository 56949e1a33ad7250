package rhumb.controller.replay.io;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rhumb.controller.ControllerOptions;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.replay.Replay;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Version;
import rhumb.path.Workers;

/** {@code rhumb replay}. */
@Command(
        name = "rhumb replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Gives a controller's core what another one was given, as it was recorded (history: record"
                    + " in the configuration of a controller), and says whether it decides the same."
                    + " No network, no clock.",
            ""
        },
        footerHeading = "%nFor example:%n",
        footer = {"  rhumb replay /var/lib/rhumb/controller/history/recording-1796040000000.tape"})
public final class ReplayCommand implements Callable<ExitCode> {
    @Parameters(paramLabel = "FILE", description = "a recording, in STATE/history")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--all", description = "print all events, not only what degraded and moved")
    private boolean all;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public ExitCode call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    file + ": no such recording; they are in the folder history of a state folder");
        }
        PrintWriter out = spec.commandLine().getOut();
        Replay replay =
                new Replay(
                        ControllerOptions.STANDARD,
                        Workers.INLINE,
                        (sinceBeginNs, event) -> print(out, sinceBeginNs, event));
        String trouble = TapeFile.read(file, replay);
        return say(out, replay, trouble);
    }

    private void print(PrintWriter out, long sinceBeginNs, Event event) {
        boolean path = event.code() == EventCode.PATH_MOVED;
        boolean link = event.code().name().startsWith("LINK_");
        if (all || path || link) {
            out.printf(
                    Locale.ROOT, "%12.3f %s %s%n", sinceBeginNs / 1e9, event.code(), event.text());
        }
    }

    private ExitCode say(PrintWriter out, Replay replay, @Nullable String trouble) {
        replay.differences().forEach(one -> out.println("differs: " + one));
        if (replay.different() > replay.differences().size()) {
            out.println("(and more)");
        }
        out.printf(
                Locale.ROOT,
                "%d inputs over %.1f s: %d events, %d of them moves, %d messages; %s%n",
                replay.inputs(),
                replay.lengthNs() / 1e9,
                replay.events(),
                replay.moves(),
                replay.messages(),
                replay.different() == 0
                        ? "all as recorded"
                        : replay.different() + " not as recorded");
        if (trouble != null) {
            out.println("the recording is not whole: " + trouble);
        }
        out.flush();
        boolean nothing = replay.inputs() == 0;
        return nothing || replay.different() > 0 ? ExitCode.DIFFERENCE : ExitCode.OK;
    }

    public static void main(String[] arguments) {
        System.exit(Commands.run(new ReplayCommand(), arguments));
    }
}
