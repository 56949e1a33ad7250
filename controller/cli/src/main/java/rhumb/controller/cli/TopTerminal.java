package rhumb.controller.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/** A terminal taken over whole: keys come unechoed, and only what changed is drawn. */
final class TopTerminal implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes before;
    private final Display display;
    private final KeyReader keys;
    private final Thread hook;
    private int rows;
    private int columns;
    private boolean closed;
    private volatile boolean interrupted;

    TopTerminal() {
        try {
            terminal = TerminalBuilder.builder().system(true).nativeSignals(true).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        before = terminal.enterRawMode();
        terminal.handle(Terminal.Signal.INT, signal -> interrupted = true);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        display = new Display(terminal, true);
        keys = new KeyReader(ms -> terminal.reader().read(ms));
        // A command that is told to end leaves the terminal as it found it too.
        hook = Thread.ofPlatform().unstarted(this::restore);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether somebody pressed Ctrl-C. */
    boolean interrupted() {
        return interrupted;
    }

    KeyReader keys() {
        return keys;
    }

    int rows() {
        return Math.max(1, terminal.getHeight());
    }

    int columns() {
        return Math.max(1, terminal.getWidth());
    }

    /** Draws lines made for {@link #rows} and {@link #columns}. */
    void draw(List<String> lines, int height, int width) {
        if (height != rows || width != columns) {
            rows = height;
            columns = width;
            display.clear();
            display.resize(height, width);
        }
        display.update(lines.stream().map(AttributedString::fromAnsi).toList(), 0);
    }

    @Override
    public void close() {
        restore();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private synchronized void restore() {
        if (closed) {
            return;
        }
        closed = true;
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.keypad_local);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
