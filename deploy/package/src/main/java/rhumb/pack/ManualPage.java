package rhumb.pack;

import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import rhumb.host.main.ExitCode;

/** A manual page in the words of man(7), made from a command and all below it. */
final class ManualPage {
    private final StringBuilder out = new StringBuilder();

    private ManualPage() {}

    /**
     * @param section of the manual: 1 for commands, 8 for services
     * @param version such as {@code 0.1.0}
     * @param more sections by heading, each of terms and what they mean
     * @param others pages to see, such as {@code rhumb(1)}
     */
    static String of(
            CommandLine command,
            int section,
            String version,
            Map<String, Map<String, String>> more,
            List<String> others) {
        return new ManualPage().page(command, section, version, more, others);
    }

    private String page(
            CommandLine command,
            int section,
            String version,
            Map<String, Map<String, String>> more,
            List<String> others) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        String name = spec.qualifiedName("-").replace(' ', '-');
        line(
                ".TH \""
                        + name.toUpperCase(Locale.ROOT)
                        + "\" "
                        + section
                        + " \"\" \"Rhumb "
                        + escape(version)
                        + "\" \"Rhumb\"");
        heading("NAME");
        List<String> description = lines(usage.description());
        line(escape(name) + " \\- " + escape(brief(description)));
        heading("SYNOPSIS");
        verbatim(List.of(command.getHelp().synopsis(0).strip().split("\n")));
        heading("DESCRIPTION");
        description.forEach(this::text);
        arguments(spec);
        if (!command.getSubcommands().isEmpty()) {
            heading("COMMANDS");
            subcommands(command);
        }
        if (usage.footer().length > 0) {
            String title = String.join("", lines(usage.footerHeading())).replace(":", "");
            heading(title.isEmpty() ? "NOTES" : title.toUpperCase(Locale.ROOT));
            verbatim(lines(usage.footer()));
        }
        more.forEach((title, terms) -> {
            heading(title);
            terms.forEach(this::term);
        });
        heading("EXIT STATUS");
        exits().forEach(this::term);
        heading("SEE ALSO");
        text(String.join(", ", others));
        return out.toString();
    }

    private static Map<String, String> exits() {
        Map<String, String> exits = new LinkedHashMap<>();
        for (ExitCode exit : ExitCode.values()) {
            exits.put(Integer.toString(exit.status()), exit.meaning());
        }
        return exits;
    }

    /** The first sentence, as apropos(1) shows it. */
    private static String brief(List<String> description) {
        String all = String.join(" ", description).strip();
        int end = all.indexOf(". ");
        String first = end < 0 ? all : all.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private void arguments(CommandSpec spec) {
        if (spec.options().stream().anyMatch(option -> !option.hidden())) {
            heading("OPTIONS");
        }
        terms(spec, true);
    }

    /** Options that a command has from the one above it are told there. */
    private void terms(CommandSpec spec, boolean inherited) {
        for (PositionalParamSpec word : spec.positionalParameters()) {
            if (!word.hidden()) {
                term(word.paramLabel(), meaning(word));
            }
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && (inherited || !told(option))) {
                String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                term(String.join(", ", option.names()) + value, meaning(option));
            }
        }
    }

    private static boolean told(OptionSpec option) {
        return option.inherited() || option.usageHelp() || option.versionHelp();
    }

    private static String meaning(ArgSpec argument) {
        return String.join(" ", lines(argument.description())).strip();
    }

    private void subcommands(CommandLine above) {
        List<CommandLine> seen = new ArrayList<>();
        for (CommandLine command : above.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (spec.usageMessage().hidden() || seen.contains(command)) {
                continue;
            }
            seen.add(command);
            line(".SS \"" + escape(spec.qualifiedName()) + "\"");
            lines(spec.usageMessage().description()).forEach(this::text);
            terms(spec, false);
            if (spec.usageMessage().footer().length > 0) {
                line(".PP");
                verbatim(lines(spec.usageMessage().footer()));
            }
            subcommands(command);
        }
    }

    /** As picocli prints them: its own marks resolved, no colours. */
    private static List<String> lines(String... described) {
        List<String> lines = new ArrayList<>();
        for (String text : described) {
            String plain = Ansi.OFF.string(formatted(text));
            plain.lines().filter(line -> !line.isBlank()).forEach(lines::add);
        }
        return lines;
    }

    /** Texts are formats to picocli, and stay as they are where they are none. */
    private static String formatted(String text) {
        try {
            return String.format(Locale.ROOT, text);
        } catch (IllegalFormatException e) {
            return text;
        }
    }

    private void heading(String title) {
        line(".SH \"" + escape(title) + "\"");
    }

    private void term(String term, String meaning) {
        line(".TP");
        line("\\fB" + escape(term) + "\\fR");
        text(meaning.isEmpty() ? "\u2014" : meaning);
    }

    private void text(String text) {
        line(escape(text));
    }

    private void verbatim(List<String> lines) {
        line(".nf");
        lines.forEach(this::text);
        line(".fi");
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    /** What is a command at the start of a line, or a mark in it, stands for itself. */
    static String escape(String text) {
        String plain =
                text.replace("\\", "\\e")
                        .replace("-", "\\-")
                        .replace("\u2014", "\\(em")
                        .replace("\"", "\\(dq");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
