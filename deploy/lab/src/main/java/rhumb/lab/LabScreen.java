package rhumb.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.net.LinkId;
import rhumb.sim.ledger.StreamFigures;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.StreamSpec;

/** What a run looks like while it runs: a live table on a terminal, plain lines otherwise. */
final class LabScreen implements AutoCloseable {
    private static final int KEPT_LINES = 200;
    private static final long PLAIN_NS = 5_000_000_000L;

    private final Scenario scenario;
    private final PrintStream out;
    private final boolean quiet;
    private final @Nullable Terminal terminal;
    private final @Nullable Display display;
    private final Deque<String> lines = new ArrayDeque<>();
    private Map<String, StreamFigures> before = Map.of();
    private long nextPlainNs;

    private LabScreen(
            Scenario scenario, PrintStream out, boolean quiet, @Nullable Terminal terminal) {
        this.scenario = scenario;
        this.out = out;
        this.quiet = quiet;
        this.terminal = terminal;
        this.display = terminal == null ? null : new Display(terminal, false);
    }

    /** A live table when stdout is a terminal that can be redrawn. */
    static LabScreen open(Scenario scenario, PrintStream out, boolean quiet) throws IOException {
        Terminal terminal = null;
        if (!quiet && onTerminal()) {
            terminal = TerminalBuilder.builder().system(true).dumb(true).build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                terminal = null;
            }
        }
        return new LabScreen(scenario, out, quiet, terminal);
    }

    @SuppressWarnings(
            "SystemConsoleNull") // JDK 25 gives null again when there is no terminal (JDK-8351435)
    private static boolean onTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Something happened. */
    synchronized void say(String line) {
        if (quiet) {
            return;
        }
        if (display == null) {
            out.println(line);
            out.flush();
        } else {
            lines.addLast(line);
            if (lines.size() > KEPT_LINES) {
                lines.removeFirst();
            }
        }
    }

    /** How it stands. */
    synchronized void show(
            long runNs, @Nullable ControllerView view, Map<String, StreamFigures> figures) {
        if (quiet || figures.isEmpty()) {
            return;
        }
        if (display != null && terminal != null) {
            draw(runNs, view, figures);
        } else if (runNs >= nextPlainNs) {
            nextPlainNs = runNs + PLAIN_NS;
            long sent = figures.values().stream().mapToLong(StreamFigures::sent).sum();
            long lost = figures.values().stream().mapToLong(StreamFigures::lost).sum();
            say(
                    String.format(
                            Locale.ROOT,
                            "%7.3f %d packets and tags sent, %d not (yet) arrived",
                            runNs / 1e9,
                            sent,
                            lost));
        }
        before = figures;
    }

    private void draw(
            long runNs, @Nullable ControllerView view, Map<String, StreamFigures> figures) {
        Terminal screen = java.util.Objects.requireNonNull(terminal);
        Size size = screen.getSize();
        List<String> rows = new ArrayList<>();
        rows.add(
                String.format(
                        Locale.ROOT,
                        "rhumb lab  %s  %.1f / %.0f s   controller %s",
                        scenario.title(),
                        runNs / 1e9,
                        scenario.durationNs() / 1e9,
                        view == null ? "down" : view.phase()));
        rows.add("");
        rows.add(
                String.format(
                        "%-14s %-10s %-26s %7s %8s %8s",
                        "STREAM", "CLASS", "PATH", "LOSS", "P50 ms", "SWITCH"));
        Map<Integer, ControllerView.Flow> flows = new LinkedHashMap<>();
        if (view != null) {
            view.flows().forEach(flow -> flows.putIfAbsent(flow.flow().service(), flow));
        }
        int service = 0;
        for (StreamSpec spec : scenario.streams()) {
            service++;
            StreamFigures now = figures.get(spec.name());
            if (now != null) {
                rows.add(row(spec, now, before.get(spec.name()), flows.get(service)));
            }
        }
        rows.add("");
        int room = Math.max(0, size.getRows() - rows.size() - 1);
        List<String> last = new ArrayList<>(lines);
        rows.addAll(last.subList(Math.max(0, last.size() - room), last.size()));
        Display live = java.util.Objects.requireNonNull(display);
        live.resize(size.getRows(), size.getColumns());
        live.update(
                rows.stream()
                        .map(row ->
                                new AttributedString(
                                        row.substring(
                                                0, Math.min(row.length(), size.getColumns() - 1))))
                        .toList(),
                0);
    }

    private static String row(
            StreamSpec spec,
            StreamFigures now,
            @Nullable StreamFigures past,
            ControllerView.@Nullable Flow flow) {
        long sent = now.sent() - (past == null ? 0 : past.sent());
        long received = now.received() - (past == null ? 0 : past.received());
        String loss =
                sent <= 0
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "%.1f%%",
                                Math.max(0, 100.0 * (sent - received) / sent));
        String delay =
                now.delayNsP50() < 0
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f", now.delayNsP50() / 1e6);
        return String.format(
                "%-14s %-10s %-26s %7s %8s %8s",
                spec.name(),
                spec.kind().trafficClass(),
                flow == null ? spec.from() + " > " + spec.to() : path(flow),
                loss,
                delay,
                flow == null ? "0" : flow.flow().switches());
    }

    private static String path(ControllerView.Flow flow) {
        StringBuilder text = new StringBuilder();
        for (LinkId link : flow.path()) {
            text.append(text.isEmpty() ? link.source() + " > " : " > ").append(link.target());
        }
        return text.toString();
    }

    /** The terminal as it was. */
    @Override
    public synchronized void close() {
        if (display != null && terminal != null) {
            display.update(List.of(), 0);
            try {
                terminal.close();
            } catch (IOException e) {
                // It is given back at the end of the process anyway.
            }
        }
    }
}
