package rhumb.controller.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal this runs on: how large it is now. */
final class Screen implements AutoCloseable {
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;

    private final Terminal terminal;

    private Screen(Terminal terminal) {
        this.terminal = terminal;
    }

    static Screen open() {
        try {
            // Signals stay the system's: Ctrl-C ends the command.
            return new Screen(
                    TerminalBuilder.builder().system(true).nativeSignals(false).dumb(true).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Terminal terminal() {
        return terminal;
    }

    int rows() {
        int rows = terminal.getHeight();
        return rows > 0 ? rows : ROWS;
    }

    int columns() {
        int columns = terminal.getWidth();
        return columns > 0 ? columns : COLUMNS;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
