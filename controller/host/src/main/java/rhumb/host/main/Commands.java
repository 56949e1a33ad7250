package rhumb.host.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
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
 * RHUMB_LOG=debug}. With {@code -o json}, where a command has that option, or {@code
 * RHUMB_ERRORS=json} a refusal is one JSON object on stderr instead ({@link Refusal}).
 *
 * <p>A command that cannot go on throws {@link CommandFailure}. A command is a {@code
 * Callable<ExitCode>} or gives its status as picocli does.
 */
public final class Commands {
    /** Environment variable with the level of the log: error, warn, info, debug, trace. */
    public static final String LOG_VARIABLE = "RHUMB_LOG";

    /** Environment variable: {@code json} for refusals as JSON, whatever else is asked for. */
    public static final String ERRORS_VARIABLE = "RHUMB_ERRORS";

    private static final String OUTPUT = "--output";
    private static final String JSON = "json";

    private final boolean traces;
    private final boolean alwaysJson;

    private Commands(boolean traces, boolean alwaysJson) {
        this.traces = traces;
        this.alwaysJson = alwaysJson;
    }

    /** Runs the command and gives the status to exit with. */
    public static int run(Object command, String... arguments) {
        return commandLine(command).execute(arguments);
    }

    /** The command with these conventions, for who needs more than to run it. */
    public static CommandLine commandLine(Object command) {
        return commandLine(command, System.getenv(LOG_VARIABLE), System.getenv(ERRORS_VARIABLE));
    }

    static CommandLine commandLine(
            Object command, @Nullable String logLevel, @Nullable String errors) {
        String level = logLevel == null ? "" : logLevel.toLowerCase(Locale.ROOT);
        Commands conventions =
                new Commands(
                        level.equals("debug") || level.equals("trace"),
                        JSON.equalsIgnoreCase(errors));
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
        if (isJson(command.getCommandSpec(), List.of(arguments))) {
            err.println(
                    new Refusal(ExitCode.USAGE, e.getMessage() + hint(e), wrong(e), null).json());
            return ExitCode.USAGE.status();
        }
        err.println(name + ": " + e.getMessage() + hint(e));
        err.println("See " + name + " --help");
        return ExitCode.USAGE.status();
    }

    /**
     * Whether a program asked: by the option of the command, which may be one that cannot be read.
     */
    private boolean isJson(CommandLine.Model.CommandSpec spec, List<String> arguments) {
        CommandLine.Model.OptionSpec output = spec.findOption(OUTPUT);
        if (alwaysJson) {
            return true;
        }
        if (output == null || !output.type().isEnum()) {
            return false; // where it is the name of a file, json is one
        }
        boolean json = false;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean option = word.equals(OUTPUT) || word.equals("-o");
            String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            if (option || word.startsWith(OUTPUT + "=") || word.matches("-o=?\\w+")) {
                json =
                        JSON.equalsIgnoreCase(
                                option ? next : word.replaceAll("^(--output|-o)=?", ""));
            }
        }
        return json;
    }

    /** The option or parameter that picocli complains of, as it is typed. */
    private static @Nullable String wrong(CommandLine.ParameterException e) {
        return switch (e.getArgSpec()) {
            case CommandLine.Model.OptionSpec option -> option.longestName();
            case CommandLine.Model.PositionalParamSpec word -> word.paramLabel();
            case null, default ->
                    e instanceof CommandLine.UnmatchedArgumentException unmatched
                            ? unmatched.getUnmatched().getFirst()
                            : null;
        };
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
        CommandLine.Model.CommandSpec last = parsed.asCommandLineList().getLast().getCommandSpec();
        if (isJson(last, parsed.originalArgs())) {
            Refusal refusal =
                    expected
                            ? new Refusal(exit(e), message(e), null, null)
                            : Refusal.mistake("a mistake of the program: " + message(e), e);
            err.println(refusal.json());
            return code(e);
        }
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
        return exit(e).status();
    }

    private static ExitCode exit(Throwable e) {
        return switch (e) {
            case CommandFailure failure -> failure.exit();
            case ConfigException config -> ExitCode.CONFIG;
            case IOException io -> ExitCode.MACHINE;
            case UncheckedIOException io -> ExitCode.MACHINE;
            default -> ExitCode.SOFTWARE;
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
