package rhumb.southbound.link;

/** From which end of a directed link an estimate was made. */
public enum LinkView {
    /** By the PoP that sends into the link, from what the far end reflects or reports back. */
    SENDER,
    /** By the PoP at which the link ends, from what arrives there. */
    RECEIVER
}
