package rhumb.forward.session;

import org.jspecify.annotations.Nullable;
import rhumb.net.TrafficClass;

/** A client of a service, as the PoP beside the media server sees it. */
public final class EgressSession extends Session {
    private final int number;
    private final int sourcePop;
    private @Nullable TrafficClass cameAs;

    EgressSession(int number, int sourcePop, int service, int flow) {
        super(service, flow);
        this.number = number;
        this.sourcePop = sourcePop;
    }

    /** The class of the client's newest packet; null when nobody asked to keep it. */
    public @Nullable TrafficClass cameAs() {
        return cameAs;
    }

    public void cameAs(@Nullable TrafficClass c) {
        cameAs = c;
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
