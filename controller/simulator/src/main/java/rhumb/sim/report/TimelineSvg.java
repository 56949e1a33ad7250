package rhumb.sim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rhumb.sim.ledger.Timeline;

/**
 * A picture of a run around its first event: a strip for each stream with its slowest packets and
 * what it lost, tenth of a second by tenth of a second, and when agents and forwarders noticed.
 * Times are those of sending.
 */
public final class TimelineSvg {
    private static final long MS = 1_000_000L;
    private static final long STEP_NS = 100 * MS;
    private static final long BEFORE_NS = 1_000 * MS;
    private static final long AFTER_NS = 3_000 * MS;
    private static final int LEFT = 150;
    private static final int RIGHT = 20;
    private static final int TOP = 92;
    private static final int STRIP = 40;
    private static final int BAR = 30;
    private static final int PLOT = 760;

    /** Loss, and delay, that fill a strip. */
    private static final long FULL_PPM = 400_000;

    private static final long FULL_NS = 400 * MS;

    private final StringBuilder svg = new StringBuilder();
    private final RunReport report;
    private final long fromNs;
    private final long toNs;
    private final int bottom;

    private TimelineSvg(RunReport report) {
        this.report = report;
        long eventNs = report.events().isEmpty() ? 0 : report.events().getFirst().atNs();
        fromNs = Math.max(0, eventNs - BEFORE_NS);
        toNs = Math.min(eventNs + AFTER_NS, report.durationMs() * MS);
        bottom = TOP + STRIP * report.streams().size();
    }

    /**
     * Draws it.
     *
     * @param timelines by the names of streams
     */
    public static String draw(RunReport report, Map<String, Timeline> timelines) {
        TimelineSvg picture = new TimelineSvg(report);
        picture.frame();
        picture.axis();
        int row = 0;
        for (StreamReport stream : report.streams()) {
            Timeline timeline = timelines.get(stream.name());
            picture.strip(row++, stream, timeline);
        }
        picture.marks();
        return picture.svg.append("</svg>\n").toString();
    }

    private void frame() {
        int width = LEFT + PLOT + RIGHT;
        int height = bottom + 42;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0"
                        + " %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                width, height, width, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
        text(14, 22, "start", "#222222", report.scenario() + ": " + report.title());
        text(
                14,
                40,
                "start",
                "#666666",
                "blue: the slowest packet of each "
                        + STEP_NS / MS
                        + " ms, by the time of sending, a full strip is "
                        + FULL_NS / MS
                        + " ms; red: lost or too late, a full strip is "
                        + FULL_PPM / 10_000
                        + " %; rhumb sim, seed "
                        + report.seed());
    }

    private void axis() {
        for (long atNs = fromNs; atNs <= toNs; atNs += 500 * MS) {
            add(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#e3e3e3\"/>",
                    x(atNs), TOP, x(atNs), bottom);
            text(x(atNs), bottom + 18, "middle", "#444444", seconds(atNs));
        }
    }

    private void strip(int row, StreamReport stream, @Nullable Timeline timeline) {
        int base = TOP + STRIP * row + STRIP - 4;
        text(
                LEFT - 10,
                base - 10,
                "end",
                "#222222",
                stream.name() + ", " + stream.trafficClass().label());
        text(LEFT - 10, base + 3, "end", "#888888", stream.from() + " to " + stream.to());
        add(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#999999\"/>",
                LEFT, base, LEFT + PLOT, base);
        for (long atNs = fromNs; timeline != null && atNs + STEP_NS <= toNs; atNs += STEP_NS) {
            bar(base, atNs, timeline.slowestNs(atNs, atNs + STEP_NS), FULL_NS, "#5dade2");
            bar(base, atNs, timeline.lossPpm(atNs, atNs + STEP_NS), FULL_PPM, "#c0392b");
        }
    }

    private void bar(int base, long atNs, long value, long full, String colour) {
        if (value > 0) {
            double high = (double) BAR * Math.min(value, full) / full;
            add(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                    x(atNs) + 0.5, base - high, x(atNs + STEP_NS) - x(atNs) - 1, high, colour);
        }
    }

    private record Mark(long atNs, String colour, String what) {}

    private void marks() {
        List<Mark> marks = new ArrayList<>();
        for (EventReport event : report.events()) {
            marks.add(new Mark(event.atNs(), "#222222", event.what()));
            mark(marks, event, event.detectNs(), "#d68910", "an agent calls it degraded");
            mark(marks, event, event.localSwitchNs(), "#1e8449", "its forwarder switches");
        }
        int line = 0;
        for (Mark mark : marks) {
            if (mark.atNs >= fromNs && mark.atNs <= toNs) {
                int y = 58 + 13 * (line++ % 3);
                add(
                        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\""
                                + " stroke-width=\"1.5\"/>",
                        x(mark.atNs), y - 8, x(mark.atNs), bottom, mark.colour);
                text(
                        x(mark.atNs) + 4,
                        y,
                        "start",
                        mark.colour,
                        seconds(mark.atNs) + "  " + mark.what);
            }
        }
    }

    private static void mark(
            List<Mark> marks, EventReport event, OptionalLong afterNs, String colour, String what) {
        if (afterNs.isPresent()) {
            long ms = Math.ceilDiv(afterNs.getAsLong(), MS);
            marks.add(
                    new Mark(
                            event.atNs() + afterNs.getAsLong(),
                            colour,
                            what + " (+" + ms + " ms)"));
        }
    }

    private double x(long atNs) {
        return LEFT + (double) PLOT * (atNs - fromNs) / (toNs - fromNs);
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.2f s", ns / 1e9);
    }

    private void text(double x, int y, String anchor, String colour, String words) {
        add(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
                x, y, anchor, colour, escaped(words));
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
