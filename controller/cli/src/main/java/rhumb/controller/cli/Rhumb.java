package rhumb.controller.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code rhumb} command. Words that start a process are taken by the launcher and stand here
 * for the help only.
 */
@Command(
        name = "rhumb",
        mixinStandardHelpOptions = true,
        version = "rhumb 0.1.0",
        description = "SDN overlay for real-time media across a WAN of PoPs.",
        subcommands = {Show.class, Explain.class, CommandLine.HelpCommand.class},
        footerHeading = "%nProcesses and experiments (each with its own --help):%n",
        footer = {
            "  lab         a WAN of PoPs on this machine, real sockets, real media",
            "  sim         the same in virtual time",
            "  controller  computes paths and pushes rules",
            "  agent       measures the links of a PoP",
            "  forwarder   carries media"
        })
public final class Rhumb {
    @Option(
            names = "--controller",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:RHUMB_CONTROLLER:-http://127.0.0.1:4780}",
            description =
                    "northbound address (env RHUMB_CONTROLLER, default: http://127.0.0.1:4780)")
    String controller = "http://127.0.0.1:4780";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    Northbound northbound() {
        return new Northbound(controller);
    }

    /** The command line with our way of failing: one line on stderr, a stable exit code. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Rhumb());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (!(e instanceof Failure failure)) {
                throw e;
            }
            if (!String.valueOf(failure.getMessage()).isEmpty()) {
                PrintWriter err = command.getErr();
                err.println("rhumb: " + failure.getMessage());
                err.flush();
            }
            return failure.exit().code();
        });
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        line.getCommandSpec()
                .usageMessage()
                .exitCodeList(
                        Arrays.stream(Exit.values())
                                .collect(
                                        Collectors.toMap(
                                                e -> " " + e.code(),
                                                Exit::meaning,
                                                (a, b) -> a,
                                                java.util.LinkedHashMap::new)));
        return line;
    }

    public static void main(String[] args) {
        CommandLine line = commandLine();
        if (args.length == 0) {
            line.usage(System.out);
            return;
        }
        System.exit(line.execute(args));
    }
}
