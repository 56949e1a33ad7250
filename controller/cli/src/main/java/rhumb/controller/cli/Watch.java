package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/**
 * The same answer again and again. A controller that goes away is waited for; the first answer must
 * come, or there is nothing to watch.
 */
final class Watch implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** What a round does with what it got. */
    private interface Round {
        void show(String text, @Nullable String trouble);
    }

    private final Round round;
    private final Supplier<Boolean> pause;
    private final Runnable closing;

    private Watch(Round round, Supplier<Boolean> pause, Runnable closing) {
        this.round = round;
        this.pause = pause;
        this.closing = closing;
    }

    /** On a terminal: over the answer before. */
    static Watch inPlace(PrintWriter out, String command, double seconds) {
        Screen screen = Screen.open();
        out.print("\u001b[H\u001b[2J");
        return new Watch(
                (text, trouble) -> {
                    String title =
                            String.format(
                                    Locale.ROOT,
                                    "every %s s: %s, %s",
                                    seconds == Math.rint(seconds)
                                            ? Long.toString((long) seconds)
                                            : Double.toString(seconds),
                                    command,
                                    LocalTime.now(ZoneId.systemDefault()).format(TIME));
                    out.print(
                            frame(
                                    trouble == null ? title : title + "  " + trouble,
                                    text,
                                    screen.rows(),
                                    screen.columns()));
                    out.flush();
                },
                () -> sleep(seconds),
                screen::close);
    }

    /** Into a file or a pipe: one after the other. */
    static Watch oneByOne(PrintWriter out, PrintWriter err, String between, double seconds) {
        return oneByOne(out, err, between, () -> sleep(seconds));
    }

    /**
     * The same.
     *
     * @param pause waits; false ends it
     */
    static Watch oneByOne(
            PrintWriter out, PrintWriter err, String between, Supplier<Boolean> pause) {
        boolean[] first = {true};
        return new Watch(
                (text, trouble) -> {
                    if (trouble != null) {
                        err.println("rhumb: " + trouble);
                        err.flush();
                        return;
                    }
                    out.print(first[0] ? text : between + text);
                    out.flush();
                    first[0] = false;
                },
                pause,
                () -> {});
    }

    void run(Supplier<JsonNode> ask, Function<JsonNode, String> text) {
        String last = text.apply(ask.get());
        round.show(last, null);
        while (pause.get()) {
            try {
                last = text.apply(ask.get());
                round.show(last, null);
            } catch (CommandFailure e) {
                if (e.exit() != ExitCode.UNREACHABLE && e.exit() != ExitCode.REFUSED) {
                    throw e;
                }
                round.show(last, String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public void close() {
        closing.run();
    }

    /** A whole screen: each line ends what stood there before it. */
    static String frame(String title, String text, int rows, int columns) {
        List<String> lines = text.lines().toList();
        int room = Math.max(1, rows - 2);
        StringBuilder frame = new StringBuilder("\u001b[H");
        frame.append(Table.cut(title, columns)).append("\u001b[K\r\n");
        boolean all = lines.size() <= room;
        int shown = all ? lines.size() : room - 1;
        for (String line : lines.subList(0, shown)) {
            frame.append(Table.cut(line, columns)).append("\u001b[K\r\n");
        }
        if (!all) {
            frame.append("... ").append(lines.size() - shown).append(" lines more\u001b[K\r\n");
        }
        return frame.append("\u001b[J").toString();
    }

    private static boolean sleep(double seconds) {
        try {
            Thread.sleep(Math.round(seconds * 1_000));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
