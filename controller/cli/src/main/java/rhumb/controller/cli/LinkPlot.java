package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a link was, as a plot for a terminal of 100 columns: loss, delay, its state, and what
 * happened.
 */
final class LinkPlot {
    static final int MAX_COLUMNS = 86;

    private static final int LABEL = 10;
    private static final int WIDTH = 100;
    private static final int LOSS_LINES = 4;
    private static final int DELAY_LINES = 6;
    private static final int MOST_LISTED = 20;
    private static final int TICK_COLUMNS = 20;
    private static final long DAY_MS = 86_400_000L;
    private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";

    private final JsonNode answer;
    private final long stepMs;
    private final long firstStep;
    private final int columns;
    private final StringBuilder out = new StringBuilder();
    private final DateTimeFormatter clock;

    private LinkPlot(JsonNode answer) {
        this.answer = answer;
        this.stepMs = 1_000 * Math.max(1, answer.path("stepSeconds").asLong());
        long since = answer.path("sinceUnixMs").asLong();
        long until = answer.path("untilUnixMs").asLong();
        this.firstStep = Math.floorDiv(since, stepMs);
        this.columns =
                Math.clamp(Math.floorDiv(until - 1, stepMs) - firstStep + 1, 1, MAX_COLUMNS + 1);
        String pattern = until - since > DAY_MS ? "MM-dd HH:mm" : "HH:mm:ss";
        this.clock = DateTimeFormatter.ofPattern(pattern).withZone(ZoneId.systemDefault());
    }

    /** The plot of an answer of {@code /v1/history/link} with events. */
    static String of(JsonNode answer) {
        return new LinkPlot(answer).draw();
    }

    private String draw() {
        out.append(answer.path("link").asText())
                .append("  ")
                .append(IntentText.time(answer.path("sinceUnixMs").asLong()))
                .append(" to ")
                .append(IntentText.time(answer.path("untilUnixMs").asLong()))
                .append(' ')
                .append(ZoneId.systemDefault())
                .append(", a column is ")
                .append(step())
                .append('\n');
        if (answer.path("rows").isEmpty()) {
            return out.append("nothing is kept of it in this time\n").toString();
        }
        double[] loss = values("lossPpmMax", 1e-4);
        bars("loss %", loss, 0, Math.max(1, highest(loss)), LOSS_LINES);
        double[] delay = values("delayMs", 1);
        double low = lowest(delay);
        double high = Math.max(highest(delay), low + 1);
        bars("delay ms", delay, Math.max(0, low - (high - low) / 8), high, DELAY_LINES);
        line("state", states());
        char[] marks = marks();
        if (!new String(marks).isBlank()) {
            line("events", marks);
        }
        ticks();
        summary();
        listed();
        return out.toString();
    }

    private String step() {
        long seconds = stepMs / 1_000;
        return seconds < 60
                ? seconds + " s"
                : seconds < 3_600
                        ? seconds / 60 + " min"
                        : seconds % 86_400 == 0 ? seconds / 86_400 + " d" : seconds / 3_600 + " h";
    }

    private int column(JsonNode row) {
        long column = Math.floorDiv(row.path("unixMs").asLong(), stepMs) - firstStep;
        return Math.clamp(column, 0, columns - 1);
    }

    /** One figure a column; NaN where it is not known. */
    private double[] values(String field, double scale) {
        double[] values = new double[columns];
        Arrays.fill(values, Double.NaN);
        for (JsonNode row : answer.path("rows")) {
            if (row.path(field).isNumber()) {
                values[column(row)] = row.path(field).doubleValue() * scale;
            }
        }
        return values;
    }

    private static double highest(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElse(0);
    }

    private static double lowest(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).min().orElse(0);
    }

    private void bars(String title, double[] values, double low, double high, int lines) {
        for (int line = lines - 1; line >= 0; line--) {
            char[] cells = new char[columns];
            for (int column = 0; column < columns; column++) {
                cells[column] = cell(values[column], low, high, lines, line);
            }
            String figure = line == lines - 1 ? figure(high) : line == 0 ? figure(low) : "";
            String name = line == lines - 2 ? title : "";
            line(name.isEmpty() ? figure : name, cells);
        }
    }

    private static char cell(double value, double low, double high, int lines, int line) {
        if (Double.isNaN(value)) {
            return ' ';
        }
        double share = Math.clamp((value - low) / (high - low), 0.0, 1.0);
        int eighths = (int) Math.round(share * lines * 8);
        if (value > low && eighths == 0) {
            eighths = 1; // a little is not nothing
        }
        return EIGHTHS.charAt(Math.clamp(eighths - line * 8, 0, 8));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    private void line(String label, char[] cells) {
        String text = String.format(Locale.ROOT, "%" + LABEL + "s │%s", label, new String(cells));
        out.append(text.stripTrailing()).append('\n');
    }

    private char[] states() {
        char[] cells = new char[columns];
        Arrays.fill(cells, ' ');
        for (JsonNode row : answer.path("rows")) {
            cells[column(row)] =
                    switch (row.path("status").asText()) {
                        case "UP" -> '.';
                        case "DEGRADED" -> 'd';
                        case "DOWN" -> 'X';
                        default -> '?';
                    };
        }
        return cells;
    }

    private static @Nullable Character mark(JsonNode event) {
        return switch (event.path("code").asText()) {
            case "LINK_DEGRADED" -> 'D';
            case "LINK_DOWN" -> 'X';
            case "LINK_UP" -> 'U';
            case "LINK_UNKNOWN" -> '?';
            case "PATH_MOVED" -> 'M';
            case "LINK_DISPUTED", "LINK_BYPASSED", "LINK_USED_AGAIN", "DSCP_CHANGED", "DSCP_KEPT" ->
                    'o';
            default -> null;
        };
    }

    /** The gravest of each column: moves give way to what the link did. */
    private char[] marks() {
        char[] cells = new char[columns];
        Arrays.fill(cells, ' ');
        String order = " oMU?DX";
        for (JsonNode event : answer.path("events")) {
            Character mark = mark(event);
            int column = column(event);
            if (mark != null && order.indexOf(mark) > order.indexOf(cells[column])) {
                cells[column] = mark;
            }
        }
        return cells;
    }

    private void ticks() {
        StringBuilder rule = new StringBuilder(" ".repeat(LABEL + 1) + "└");
        StringBuilder times = new StringBuilder(" ".repeat(LABEL + 2));
        for (int column = 0; column < columns; column++) {
            boolean tick = column % TICK_COLUMNS == 0;
            rule.append(tick ? '┴' : '─');
            String time = clock.format(Instant.ofEpochMilli((firstStep + column) * stepMs));
            int at = LABEL + 2 + column;
            if (tick && at + time.length() <= WIDTH) {
                times.append(" ".repeat(Math.max(0, at - times.length()))).append(time);
            }
        }
        out.append(rule).append('\n').append(times).append('\n');
    }

    private void summary() {
        long samples = 0;
        long[] bad = new long[3];
        double loss = 0;
        double delay = 0;
        double weight = 0;
        for (JsonNode row : answer.path("rows")) {
            long count = row.path("samples").asLong();
            samples += count;
            bad[0] += row.path("secondsDegraded").asLong();
            bad[1] += row.path("secondsDown").asLong();
            bad[2] += row.path("secondsUnknown").asLong();
            loss += Math.max(0, row.path("lossPpm").asDouble()) * count;
            delay += Math.max(0, row.path("delayMs").asDouble()) * count;
            weight += row.path("delayMs").isNumber() ? count : 0;
        }
        double p95 = highest(values("delayMsP95", 1));
        out.append(
                String.format(
                        Locale.ROOT,
                        "loss %.2f %% mean, %.2f %% worst second; delay %.1f ms mean, %.1f to %.1f%s%n",
                        samples == 0 ? 0 : loss / samples / 1e4,
                        highest(values("lossPpmMax", 1e-4)),
                        weight == 0 ? 0 : delay / weight,
                        lowest(values("delayMsMin", 1)),
                        highest(values("delayMsMax", 1)),
                        p95 > 0 ? String.format(Locale.ROOT, ", p95 to %.1f", p95) : ""));
        out.append(
                String.format(
                        Locale.ROOT,
                        "of %d s known: %d degraded (d), %d down (X), %d unknown (?)%n",
                        samples,
                        bad[0],
                        bad[1],
                        bad[2]));
    }

    private void listed() {
        List<JsonNode> marked = new ArrayList<>();
        for (JsonNode event : answer.path("events")) {
            if (mark(event) != null) {
                marked.add(event);
            }
        }
        int from = Math.max(0, marked.size() - MOST_LISTED);
        if (from > 0) {
            out.append("(").append(from).append(" older ones: rhumb events --link)\n");
        }
        for (JsonNode event : marked.subList(from, marked.size())) {
            String text =
                    clock.format(Instant.ofEpochMilli(event.path("unixMs").asLong()))
                            + " "
                            + mark(event)
                            + " "
                            + event.path("code").asText()
                            + " "
                            + event.path("text").asText();
            out.append(text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...")
                    .append('\n');
        }
    }
}
