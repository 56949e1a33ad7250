package rhumb.controller.whatif;

/** A question that cannot be answered as it was put; the message says what to ask instead. */
public final class Unanswerable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unknown;

    Unanswerable(boolean unknown, String text) {
        super(text, null, false, false);
        this.unknown = unknown;
    }

    static Unanswerable malformed(String text) {
        return new Unanswerable(false, text);
    }

    /** Whether it names something that does not exist. */
    public boolean unknown() {
        return unknown;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
