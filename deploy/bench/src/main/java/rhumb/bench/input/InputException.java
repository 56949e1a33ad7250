package rhumb.bench.input;

/**
 * A file that cannot be read as what it should be: {@code file:line: what is wrong, what to do}.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    InputException(String file, int line, String text) {
        super(line > 0 ? file + ":" + line + ": " + text : file + ": " + text);
        this.line = line;
    }

    /** From 1; 0 when it is about the file as a whole. */
    public int line() {
        return line;
    }
}
