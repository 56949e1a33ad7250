package rhumb.controller.northbound;

/** A request that cannot be answered; becomes an {@link Answer} with its status. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    Answer answer() {
        return Answer.error(status, String.valueOf(getMessage()));
    }
}
