package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.PrintWriter;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** How an answer is printed: shared by all commands that show something. */
final class Output {
    enum Format {
        table,
        json
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
            description = "table or json (default: ${DEFAULT-VALUE})")
    Format format = Format.table;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never; auto heeds NO_COLOR (default: ${DEFAULT-VALUE})")
    Color color = Color.auto;

    @Option(
            names = {"-w", "--watch"},
            description = "print again every second until Ctrl-C")
    boolean watch;

    /** Prints what {@code ask} gives, once or again and again. */
    int print(PrintWriter out, Supplier<JsonNode> ask, Function<JsonNode, String> table) {
        while (true) {
            JsonNode answer = ask.get();
            String text =
                    format == Format.json ? answer.toPrettyString() + "\n" : table.apply(answer);
            // Only a table on a terminal is redrawn in place; a file or a pipe gets one answer
            // after the other.
            boolean inPlace = watch && format == Format.table && onTerminal();
            out.print(inPlace ? "\u001b[H\u001b[J" + text : text);
            out.flush();
            if (!watch) {
                return ExitCode.OK.status();
            }
            pause();
        }
    }

    @SuppressWarnings(
            "SystemConsoleNull") // JDK 25 gives null again when there is no terminal (JDK-8351435)
    static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    boolean coloured() {
        return switch (color) {
            case auto -> onTerminal() && System.getenv("NO_COLOR") == null;
            case always -> true;
            case never -> false;
        };
    }

    private static void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.OK, "");
        }
    }
}
