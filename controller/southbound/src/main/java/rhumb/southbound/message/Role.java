package rhumb.southbound.message;

/** What kind of process speaks for a PoP. */
public enum Role {
    AGENT,
    FORWARDER
}
