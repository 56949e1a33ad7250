package rhumb.controller.lsdb;

import java.util.Locale;

/** Why an estimate or a whole report is not believed. */
public enum ReportReject {
    UNKNOWN_POP(
            "is from a PoP that is not in the intent",
            "`pop` of the agent's configuration, or the intent"),
    UNKNOWN_LINK(
            "is of a link that is not in the intent",
            "an intent that changed a moment ago; else `uplinks` of the agent's configuration"),
    FOREIGN_LINK(
            "is of a link that does not start (as its sender) or end (as its receiver) at"
                    + " the PoP",
            "version of the agent; else an agent that lies: revoke its certificate"),
    OLD_SEQUENCE("is older than one that came before", "two agents under one name"),
    RATIO_OUT_OF_RANGE(
            "has a share outside 0 to 1,000,000 ppm that is not \"unknown\" either",
            "version of the agent"),
    TIME_OUT_OF_RANGE(
            "has a time below 0 that is not \"unknown\", or beyond a minute",
            "the agent's clock, then its version"),
    COUNT_OUT_OF_RANGE("has a negative number of samples", "version of the agent"),
    UP_WITHOUT_SAMPLES(
            "calls a link up without a single sample",
            "version of the agent; else an agent that lies"),
    FOREIGN_TRACE("has a trace of a link that does not touch the PoP", "version of the agent");

    private final String description;
    private final String lookAt;

    ReportReject(String description, String lookAt) {
        this.description = description;
        this.lookAt = lookAt;
    }

    /** The word that documents and metrics use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Why, in words that follow "the report". */
    public String description() {
        return description;
    }

    /** What an operator looks at when it happens. */
    public String lookAt() {
        return lookAt;
    }
}
