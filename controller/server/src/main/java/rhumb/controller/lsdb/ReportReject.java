package rhumb.controller.lsdb;

/** Why an estimate or a whole report is not believed. */
public enum ReportReject {
    /** The PoP is not configured. */
    UNKNOWN_POP,
    /** The link is not configured. */
    UNKNOWN_LINK,
    /** The link does not start (SENDER) or end (RECEIVER) at the reporting PoP. */
    FOREIGN_LINK,
    /** A report that is older than one that came before. */
    OLD_SEQUENCE,
    /** A ratio outside 0 to 1,000,000 ppm that is not "unknown" either. */
    RATIO_OUT_OF_RANGE,
    /** A time below 0 that is not "unknown", or beyond a minute. */
    TIME_OUT_OF_RANGE,
    /** A negative number of samples. */
    COUNT_OUT_OF_RANGE,
    /** A link called UP without a single sample. */
    UP_WITHOUT_SAMPLES,
    /** A trace of a link that does not touch the reporting PoP. */
    FOREIGN_TRACE
}
