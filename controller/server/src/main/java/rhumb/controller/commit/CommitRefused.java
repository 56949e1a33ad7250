package rhumb.controller.commit;

import java.util.List;

/** A commit that was not made; nothing has changed. */
public final class CommitRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** The document or the request is wrong; the text says where. */
        INVALID,
        /** There is no such revision or rule. */
        UNKNOWN,
        /** Somebody else committed meanwhile. */
        CONFLICT,
        /** A revision waits to be confirmed first. */
        UNCONFIRMED
    }

    private final Reason reason;

    public CommitRefused(Reason reason, String text) {
        super(text);
        this.reason = reason;
    }

    /** By the problems of a document, one a line. */
    public static CommitRefused invalid(List<String> problems) {
        return new CommitRefused(Reason.INVALID, String.join("\n", problems));
    }

    public Reason reason() {
        return reason;
    }
}
