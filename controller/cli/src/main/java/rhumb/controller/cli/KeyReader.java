package rhumb.controller.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import rhumb.controller.top.Key;

/** Reads keys from what a terminal sends: characters, and sequences that begin with escape. */
final class KeyReader {
    private static final int ESCAPE = 27;

    /** What follows an escape within this time belongs to it. */
    private static final int TOGETHER_MS = 30;

    /** Where characters come from. */
    interface Source {
        /**
         * The next character; negative when none came within the time.
         *
         * @param ms how long to wait
         */
        int read(long ms) throws IOException;
    }

    private final Source source;

    KeyReader(Source source) {
        this.source = source;
    }

    /** The next key; null when none came within the time, or one that means nothing. */
    @Nullable Key read(long ms) throws IOException {
        int c = source.read(ms);
        return switch (c) {
            case ESCAPE -> escape();
            case '\r', '\n' -> Key.of(Key.Kind.ENTER);
            case '\t' -> Key.of(Key.Kind.TAB);
            case 8, 127 -> Key.of(Key.Kind.BACKSPACE);
            default -> c < ' ' || c > Character.MAX_VALUE ? null : Key.of((char) c);
        };
    }

    private @Nullable Key escape() throws IOException {
        int c = source.read(TOGETHER_MS);
        if (c < 0) {
            return Key.of(Key.Kind.ESCAPE);
        }
        if (c != '[' && c != 'O') {
            return null;
        }
        int last = source.read(TOGETHER_MS);
        int number = 0;
        while (last >= '0' && last <= '9' || last == ';') {
            number = last == ';' ? number : number * 10 + last - '0';
            last = source.read(TOGETHER_MS);
        }
        return switch (last) {
            case 'A' -> Key.of(Key.Kind.UP);
            case 'B' -> Key.of(Key.Kind.DOWN);
            case 'C' -> Key.of(Key.Kind.RIGHT);
            case 'D' -> Key.of(Key.Kind.LEFT);
            case 'H' -> Key.of(Key.Kind.HOME);
            case 'F' -> Key.of(Key.Kind.END);
            case '~' -> numbered(number);
            default -> null;
        };
    }

    private static @Nullable Key numbered(int number) {
        return switch (number) {
            case 1, 7 -> Key.of(Key.Kind.HOME);
            case 4, 8 -> Key.of(Key.Kind.END);
            case 5 -> Key.of(Key.Kind.PAGE_UP);
            case 6 -> Key.of(Key.Kind.PAGE_DOWN);
            default -> null;
        };
    }
}
