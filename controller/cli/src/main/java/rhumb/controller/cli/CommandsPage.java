package rhumb.controller.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import rhumb.host.main.ExitCode;
import rhumb.host.main.ReplyCode;

/** The reference of all commands, docs/reference/commands.md, made of the commands themselves. */
public final class CommandsPage {
    private static final int WIDTH = 96;
    private static final int NAME = 26;
    private static final Set<String> OUTPUT = Set.of("--output", "--color", "--watch");
    private static final String HEAD =
            """
            # Commands

            Every command of `rhumb` that asks a controller or this machine. This page is printed by the
            commands themselves (`./rhumb reference commands > docs/reference/commands.md`), and a test fails when it
            no longer says what they do.

            All commands understand `--controller URL` (or `RHUMB_CONTROLLER`), `--tls-dir DIR` (or
            `RHUMB_TLS`), `--help` and `--version`. What shows something also takes

            | option | meaning |
            |---|---|
            | `-o`, `--output FORMAT` | `table` keeps to 100 columns and cuts what does not fit; `wide` has more columns and cuts nothing; `json`, `yaml` |
            | `--color WHEN` | `auto`: on a terminal, unless there is any text in `NO_COLOR` or `TERM` is dumb; `always`; `never` |
            | `-w`, `--watch [SECONDS]` | again every second, or every so many, until Ctrl-C: in place on a terminal, one answer after the other elsewhere; a controller that goes away is waited for |

            Data go to stdout, everything else to stderr, one line for each error with what to do; with
            `-o json` one object for each refusal (`docs/commands.md`).
            """;

    private CommandsPage() {}

    /** The page, Markdown. */
    public static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("\n## Exit codes\n\nStable: scripts may depend on them.\n\n");
        text.append("| code | name | meaning | what helps |\n|---|---|---|---|\n");
        for (ExitCode exit : ExitCode.values()) {
            text.append("| ").append(exit.status()).append(" | `").append(exit.word());
            text.append("` | ").append(exit.meaning()).append(" | ");
            text.append(exit.whatToDo()).append(" |\n");
        }
        text.append(
                        "\n## Reply codes\n\nHow a controller answers a request below `/v1/`: the status")
                .append(" of HTTP. Stable too.\n\n| code | meaning | a command exits with |\n")
                .append("|---|---|---|\n");
        for (ReplyCode reply : ReplyCode.values()) {
            text.append("| ").append(reply.status()).append(" | ").append(reply.meaning());
            text.append(" | ").append(reply.exit().status()).append(" |\n");
        }
        command(text, Rhumb.commandLine());
        return text.toString();
    }

    private static void command(StringBuilder text, CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        boolean group = !line.getSubcommands().isEmpty();
        if (spec.parent() != null) {
            text.append("\n## rhumb ").append(words(spec)).append("\n\n");
            for (String paragraph : spec.usageMessage().description()) {
                text.append(paragraph.isEmpty() ? "" : plain(paragraph) + "\n");
            }
            if (!group) {
                text.append("\n    ").append(synopsis(spec)).append('\n');
                arguments(text, spec);
            }
        }
        line.getSubcommands().entrySet().stream()
                .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
                .filter(sub -> !sub.getKey().equals("help"))
                .forEach(sub -> command(text, sub.getValue()));
        if (spec.parent() != null && spec.usageMessage().footer().length > 0) {
            String heading = plain(spec.usageMessage().footerHeading()).strip();
            text.append('\n').append(heading.isEmpty() ? "" : heading + "\n\n");
            for (String row : spec.usageMessage().footer()) {
                text.append(row.isEmpty() ? "" : "    " + plain(row)).append('\n');
            }
        }
    }

    private static String words(CommandSpec spec) {
        String all = spec.qualifiedName();
        return all.substring(all.indexOf(' ') + 1);
    }

    private static String synopsis(CommandSpec spec) {
        StringBuilder text = new StringBuilder(spec.qualifiedName());
        for (PositionalParamSpec word : spec.positionalParameters()) {
            boolean optional = word.arity().min() == 0;
            String label = word.paramLabel() + (word.arity().max() > 1 ? "..." : "");
            text.append(' ').append(optional ? "[" + label + "]" : label);
        }
        for (OptionSpec option : own(spec)) {
            if (option.required()) {
                text.append(' ').append(option.longestName()).append(' ');
                text.append(option.paramLabel());
            }
        }
        return text.append(own(spec).isEmpty() ? "" : " [OPTIONS]").toString();
    }

    private static void arguments(StringBuilder text, CommandSpec spec) {
        if (spec.positionalParameters().isEmpty() && own(spec).isEmpty()) {
            return;
        }
        text.append('\n');
        for (PositionalParamSpec word : spec.positionalParameters()) {
            row(text, word.paramLabel(), description(word));
        }
        boolean shows = spec.optionsMap().containsKey("--color");
        if (shows) {
            row(text, "-o, --color, -w", "how it is printed, see above");
        }
        for (OptionSpec option : own(spec)) {
            if (shows && OUTPUT.contains(option.longestName())) {
                continue;
            }
            String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            if (option.arity().min() == 0 && option.arity().max() > 0) {
                value = " [" + option.paramLabel() + "]";
            }
            row(text, String.join(", ", option.names()) + value, description(option));
        }
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()));
    }

    /** What only this command understands. */
    private static List<OptionSpec> own(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden() && !option.inherited())
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList();
    }

    private static void row(StringBuilder text, String name, String description) {
        List<String> lines = wrapped(plain(description), WIDTH - NAME);
        boolean beside = name.length() < NAME;
        text.append("    ").append(beside ? name + " ".repeat(NAME - name.length()) : name);
        for (int i = 0; i < lines.size(); i++) {
            boolean below = i > 0 || !beside;
            text.append(below ? "\n    " + " ".repeat(NAME) : "").append(lines.get(i));
        }
        text.append('\n');
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** As the help prints it: without markup, with %% as one. */
    private static String plain(String text) {
        return Ansi.OFF.string(text).replace("%%", "%").replace("%n", " ").stripTrailing();
    }
}
