package rhumb.controller.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Stack;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rhumb.host.main.ExitCode;

/** How an answer is printed: shared by all commands that show something. */
final class Output {
    enum Format {
        table,
        wide,
        json,
        yaml
    }

    enum Color {
        auto,
        always,
        never
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "table (fits 100 columns), wide (all of it), json or yaml (default:"
                            + " ${DEFAULT-VALUE})")
    Format format = Format.table;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description =
                    "auto, always or never; auto is on a terminal, and heeds NO_COLOR (default:"
                            + " ${DEFAULT-VALUE})")
    Color color = Color.auto;

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            paramLabel = "SECONDS",
            parameterConsumer = Seconds.class,
            description =
                    "print again every second, or every so many, until Ctrl-C; in place on a"
                            + " terminal")
    @Nullable Double watch;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    /** Takes the next word only if it is a number: else it is the first word of something else. */
    static final class Seconds implements IParameterConsumer {
        private static final String NUMBER = "\\d{1,5}(\\.\\d{1,3})?s?";

        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            double seconds = 1;
            if (!words.isEmpty() && words.peek().matches(NUMBER)) {
                seconds = Double.parseDouble(words.pop().replace("s", ""));
            }
            option.setValue(Math.max(0.1, seconds));
        }
    }

    /** Prints what {@code ask} gives, once or again and again. */
    int print(PrintWriter out, Supplier<JsonNode> ask, Function<JsonNode, String> table) {
        Function<JsonNode, String> text = answer -> text(answer, table);
        if (watch == null) {
            out.print(text.apply(ask.get()));
            out.flush();
            return ExitCode.OK.status();
        }
        // Only text for people on a terminal is redrawn in place; a file or a pipe gets one answer
        // after the other.
        boolean inPlace = tabular() && onTerminal();
        PrintWriter err = command.commandLine().getErr();
        try (Watch watching =
                inPlace
                        ? Watch.inPlace(out, command.qualifiedName(), watch)
                        : Watch.oneByOne(out, err, format == Format.yaml ? "---\n" : "\n", watch)) {
            watching.run(ask, text);
        }
        return ExitCode.OK.status();
    }

    private String text(JsonNode answer, Function<JsonNode, String> table) {
        return switch (format) {
            case table, wide -> table.apply(answer);
            case json -> answer.toPrettyString() + "\n";
            case yaml -> yaml(answer);
        };
    }

    static String yaml(JsonNode answer) {
        try {
            return YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                    .build()
                    .writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree in memory can always be written", e);
        }
    }

    /** Whether it is text for people. */
    boolean tabular() {
        return format == Format.table || format == Format.wide;
    }

    boolean watching() {
        return watch != null;
    }

    /** Prints rows as this output asks. */
    Table table(List<Column> columns) {
        return new Table(columns, coloured(), format == Format.wide);
    }

    /** A state in its colour. */
    String painted(String state) {
        return new Table(List.of(), coloured()).painted(state, state);
    }

    @SuppressWarnings(
            "SystemConsoleNull") // JDK 25 gives null again when there is no terminal (JDK-8351435)
    static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    boolean coloured() {
        return coloured(color, onTerminal(), System.getenv("NO_COLOR"), System.getenv("TERM"));
    }

    /** By the convention of no-color.org: any text in NO_COLOR is a no. */
    static boolean coloured(
            Color color, boolean terminal, @Nullable String noColor, @Nullable String term) {
        return switch (color) {
            case auto -> terminal && (noColor == null || noColor.isEmpty()) && !"dumb".equals(term);
            case always -> true;
            case never -> false;
        };
    }
}
