package rhumb.controller.top;

/**
 * A key that was pressed.
 *
 * @param character what it types; 0 unless it is a {@link Kind#CHARACTER}
 */
public record Key(Kind kind, char character) {
    /** What keys there are. */
    public enum Kind {
        CHARACTER,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ESCAPE,
        BACKSPACE,
        TAB
    }

    public static Key of(Kind kind) {
        return new Key(kind, '\0');
    }

    public static Key of(char character) {
        return new Key(Kind.CHARACTER, character);
    }
}
