package rhumb.controller.history;

/** Something kept that is not understood. */
public final class RecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RecordReject reason;

    public RecordException(RecordReject reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public RecordReject reason() {
        return reason;
    }
}
