package rhumb.controller.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.ExitCode;

/**
 * {@code rhumb completion bash|zsh}: a script made from the commands themselves. Words and options
 * are in it; names of PoPs, links and uplinks are asked of the controller when they are wanted.
 */
@Command(
        name = "completion",
        description = "Print a script that completes commands, options and names in a shell.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  source <(rhumb completion bash)      in ~/.bashrc",
            "  source <(rhumb completion zsh)       in ~/.zshrc, after compinit"
        })
final class Completion implements Callable<Integer> {
    /** For whom. */
    enum Shell {
        bash,
        zsh
    }

    private static final List<String> PROCESSES =
            List.of("lab", "sim", "bench", "controller", "agent", "forwarder");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        rhumb.out().print(script(shell));
        rhumb.out().flush();
        return ExitCode.OK.status();
    }

    static String script(Shell shell) {
        StringBuilder words = new StringBuilder();
        StringBuilder values = new StringBuilder();
        command(Rhumb.commandLine(), words, values);
        String script =
                template()
                        .replace("@WORDS@", words.toString())
                        .replace("@VALUES@", values.toString());
        return shell == Shell.bash
                ? script
                : "autoload -U +X bashcompinit && bashcompinit\n" + script;
    }

    private static void command(CommandLine line, StringBuilder words, StringBuilder values) {
        CommandSpec spec = line.getCommandSpec();
        String path = spec.qualifiedName();
        TreeSet<String> known = new TreeSet<>(options(spec));
        line.getSubcommands()
                .forEach((name, sub) -> {
                    if (!sub.getCommandSpec().usageMessage().hidden()) {
                        known.add(name);
                    }
                });
        if (spec.parent() == null) {
            known.addAll(PROCESSES);
        }
        words.append("    '").append(path).append("') words='");
        words.append(String.join(" ", known)).append("' ;;\n");
        for (OptionSpec option : spec.options()) {
            if (option.arity().max() > 0) {
                for (String name : option.names()) {
                    value(values, path + " " + name, option);
                }
            }
        }
        for (PositionalParamSpec word : spec.positionalParameters()) {
            int first = word.index().min();
            int last = Math.min(word.index().max(), first + 6);
            for (int i = first; i <= last; i++) {
                value(values, path + " #" + i, word);
            }
        }
        line.getSubcommands()
                .forEach((name, sub) -> {
                    if (!sub.getCommandSpec().usageMessage().hidden()) {
                        command(sub, words, values);
                    }
                });
    }

    private static List<String> options(CommandSpec spec) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                names.add(option.longestName());
            }
        }
        return names;
    }

    private static void value(StringBuilder values, String where, ArgSpec argument) {
        String kind = kind(where, argument);
        if (!kind.isEmpty()) {
            values.append("    '").append(where).append("') kind='").append(kind).append("' ;;\n");
        }
    }

    /**
     * What may stand there: a kind of name, file, dir, = and the words themselves, any for what
     * nobody can guess; empty when nothing need stand there.
     */
    private static String kind(String where, ArgSpec argument) {
        List<String> candidates = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        if (!candidates.isEmpty()) {
            return "=" + String.join(" ", candidates);
        }
        String label = argument.paramLabel().toUpperCase(Locale.ROOT);
        return switch (label) {
            case "POP", "SRC", "DST", "A", "B", "FROM", "TO" -> pop(where) ? "pop" : "";
            case "LINK" -> "link";
            case "CLASS" -> "=" + String.join(" ", Column.CLASSES);
            case "KIND" -> "=pop uplink link provider";
            case "PLACE" -> "place";
            case "CHANGE" -> "=link uplink pop provider risk add and";
            case "FILE" -> "file";
            case "DIR" -> "dir";
            default -> where.contains(" #") || argument.arity().min() == 0 ? "" : "any";
        };
    }

    /** FROM and TO of the intent are revisions. */
    private static boolean pop(String where) {
        return !where.startsWith("rhumb intent ");
    }

    private static String template() {
        try (InputStream in = Completion.class.getResourceAsStream("completion.sh")) {
            return new String(
                    Objects.requireNonNull(in, "completion.sh").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
