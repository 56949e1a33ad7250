package rhumb.controller.history;

/** Why something that was kept is not understood. */
public enum RecordReject {
    /** It ends too early, or goes on where it should end. */
    MALFORMED,
    /** A later version wrote it. */
    UNKNOWN_VERSION,
    /** An event with a code that this version does not know. */
    UNKNOWN_CODE
}
