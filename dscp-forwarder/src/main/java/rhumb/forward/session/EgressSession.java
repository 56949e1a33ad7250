package rhumb.forward.session;

/** A client of a service, as the PoP beside the media server sees it. */
public final class EgressSession extends Session {
    private final int number;
    private final int sourcePop;

    EgressSession(int number, int sourcePop, int service, int flow) {
        super(service, flow);
        this.number = number;
        this.sourcePop = sourcePop;
    }

    /** Number of its socket. */
    public int number() {
        return number;
    }

    /** Number of the PoP where the client enters. */
    public int sourcePop() {
        return sourcePop;
    }
}
