package rhumb.pki;

/** Something that an authority does not do; the text says why and what to do instead. */
public final class PkiRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The token is unknown, used, too old or no token at all: strangers learn no more. */
        TOKEN,
        /** The request for a certificate cannot be used. */
        REQUEST,
        /** Nobody has a certificate by that name. */
        UNKNOWN,
        /** The name is not clear, or something is in the way. */
        CONFLICT
    }

    private final Reason reason;

    public PkiRefused(Reason reason, String text) {
        super(text);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
