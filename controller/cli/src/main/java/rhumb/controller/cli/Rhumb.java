package rhumb.controller.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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
            EventsCommand.class,
            History.class,
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
            Pki.class,
            Audit.class,
            MapCommand.class,
            Top.class,
            DoctorCommand.class,
            SupportBundle.class,
            Completion.class,
            Names.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nProcesses and experiments (each with its own --help):%n",
        footer = {
            "  lab         a WAN of PoPs on this machine, real sockets, real media",
            "  sim         the same in virtual time",
            "  bench       measure what Rhumb promises",
            "  controller  computes paths and pushes rules",
            "  agent       measures the links of a PoP",
            "  forwarder   carries media",
            "  replay      give a controller's core what another one was given"
        })
public final class Rhumb {
    private static final String PLAIN = "http://127.0.0.1:4780";
    private static final String SEALED = "https://127.0.0.1:4780";

    @Option(
            names = "--controller",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:RHUMB_CONTROLLER}",
            description =
                    "northbound address, or several with commas between them, asked in turn (env"
                            + " RHUMB_CONTROLLER, default: http://127.0.0.1:4780, with a TLS folder"
                            + " https://127.0.0.1:4780)")
    @Nullable String controller;

    @Option(
            names = "--tls-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:RHUMB_TLS}",
            description =
                    "folder with your certificate, for https (env RHUMB_TLS, default:"
                            + " ~/.config/rhumb)")
    @Nullable Path tls;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where the controller is asked. */
    String address() {
        return controller != null ? controller : tls != null ? SEALED : PLAIN;
    }

    Northbound northbound() {
        return northbound(Northbound.PATIENCE);
    }

    /** One that waits no longer for a connection. */
    Northbound northbound(Duration connecting) {
        String url = address();
        return new Northbound(
                url, url.startsWith("https:") ? Sealed.from(tlsFolder()) : null, connecting);
    }

    /** Where the certificate of who runs this is, or shall be. */
    Path tlsFolder() {
        return tls != null ? tls : Path.of(System.getProperty("user.home"), ".config", "rhumb");
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
        line.getSubcommands().values().forEach(sub -> withoutFooterOf(line, sub));
        refusalsForPrograms(line);
        return line;
    }

    /** What a refusal is, where nothing else is printed in formats. */
    enum Refusals {
        text,
        json
    }

    private static void refusalsForPrograms(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        boolean leaf =
                line.getSubcommands().isEmpty()
                        && !spec.usageMessage().hidden()
                        && !spec.helpCommand();
        if (leaf && spec.findOption("-o") == null) {
            spec.addOption(
                    OptionSpec.builder("-o", "--output")
                            .paramLabel("FORMAT")
                            .type(Refusals.class)
                            .defaultValue(Refusals.text.name())
                            .description(
                                    "json: a refusal is one object on stderr; what is printed stays")
                            .build());
        }
        line.getSubcommands().values().forEach(Rhumb::refusalsForPrograms);
    }

    /** The scope that has every word understand --help hands down the footer too. */
    private static void withoutFooterOf(CommandLine root, CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        if (Arrays.equals(usage.footer(), root.getCommandSpec().usageMessage().footer())) {
            usage.footerHeading("").footer(new String[0]);
        }
        line.getSubcommands().values().forEach(sub -> withoutFooterOf(root, sub));
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
