package rhumb.host.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import rhumb.host.config.ConfigException;
import rhumb.host.config.DidYouMean;

/**
 * Runs a command line by Rhumb's conventions: data to stdout, one line per error to stderr with
 * what to do, an {@link ExitCode}. Stack traces are for mistakes of the program and for {@code
 * RHUMB_LOG=debug}.
 *
 * <p>A command that cannot go on throws {@link CommandFailure}. A command is a {@code
 * Callable<ExitCode>} or gives its status as picocli does.
 */
public final class Commands {
    /** Environment variable with the level of the log: error, warn, info, debug, trace. */
    public static final String LOG_VARIABLE = "RHUMB_LOG";

    private final boolean traces;

    private Commands(boolean traces) {
        this.traces = traces;
    }

    /** Runs the command and gives the status to exit with. */
    public static int run(Object command, String... arguments) {
        return commandLine(command).execute(arguments);
    }

    /** The command with these conventions, for who needs more than to run it. */
    public static CommandLine commandLine(Object command) {
        return commandLine(command, System.getenv(LOG_VARIABLE));
    }

    static CommandLine commandLine(Object command, @Nullable String logLevel) {
        String level = logLevel == null ? "" : logLevel.toLowerCase(Locale.ROOT);
        Commands conventions = new Commands(level.equals("debug") || level.equals("trace"));
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(Commands::code)
                .setParameterExceptionHandler(conventions::wrongUsage)
                .setExecutionExceptionHandler(conventions::failed)
                .setExecutionStrategy(Commands::execute);
    }

    private static int execute(CommandLine.ParseResult parsed) {
        int status = new CommandLine.RunLast().execute(parsed);
        CommandLine last = parsed.asCommandLineList().getLast();
        return last.getExecutionResult() instanceof ExitCode code ? code.status() : status;
    }

    private int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + e.getMessage() + hint(e));
        err.println("See " + name + " --help");
        return ExitCode.USAGE.status();
    }

    private static String hint(CommandLine.ParameterException e) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandLine.Model.CommandSpec spec = e.getCommandLine().getCommandSpec();
        Set<String> known = new TreeSet<>(spec.optionsMap().keySet());
        known.addAll(spec.subcommands().keySet());
        String written = unmatched.getUnmatched().getFirst();
        int value = written.indexOf('=');
        return DidYouMean.hint(value < 0 ? written : written.substring(0, value), known);
    }

    private int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().root().name();
        boolean expected = code(e) != ExitCode.SOFTWARE.status();
        if (expected) {
            message(e).lines().forEach(line -> err.println(name + ": " + line));
        } else {
            err.println(name + ": a mistake of the program; please report it with these lines");
        }
        if (traces || !expected) {
            e.printStackTrace(err);
        }
        return code(e);
    }

    private static int code(Throwable e) {
        return switch (e) {
            case CommandFailure failure -> failure.exit().status();
            case ConfigException config -> ExitCode.CONFIG.status();
            case IOException io -> ExitCode.MACHINE.status();
            case UncheckedIOException io -> ExitCode.MACHINE.status();
            default -> ExitCode.SOFTWARE.status();
        };
    }

    private static String message(Exception e) {
        // An UncheckedIOException only wraps; its own text would begin with a class name.
        Throwable cause = e.getCause();
        Throwable told = e instanceof UncheckedIOException && cause != null ? cause : e;
        String text = told.getMessage();
        return text == null ? e.getClass().getSimpleName() : text;
    }
}
