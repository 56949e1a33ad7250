package rhumb.controller.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Version;

/**
 * The {@code rhumb} command. Words that start a process are taken by the launcher and stand here
 * for the help only.
 */
@Command(
        name = "rhumb",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT, // --help is understood after every word
        versionProvider = Version.class,
        description = "SDN overlay for real-time media across a WAN of PoPs.",
        subcommands = {
            Show.class,
            Explain.class,
            WhatIf.class,
            IntentCommand.class,
            Drain.class,
            Drain.Undrain.class,
            Pin.class,
            Pin.Unpin.class,
            DscpAudit.class,
            Capture.class,
            Trace.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nProcesses and experiments (each with its own --help):%n",
        footer = {
            "  lab         a WAN of PoPs on this machine, real sockets, real media",
            "  sim         the same in virtual time",
            "  bench       measure what Rhumb promises",
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

    /** All operators' commands, ready to run. */
    public static CommandLine commandLine() {
        CommandLine line = Commands.commandLine(new Rhumb());
        Map<String, String> exits = new LinkedHashMap<>();
        for (ExitCode exit : ExitCode.values()) {
            exits.put(String.format("%3d", exit.status()), exit.meaning());
        }
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        line.getCommandSpec().usageMessage().exitCodeList(exits);
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
