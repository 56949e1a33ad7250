package rhumb.forward.session;

import rhumb.net.Endpoint;

/** A client of a service, at the PoP where it enters. */
public final class ClientSession extends Session {
    private final Endpoint client;

    ClientSession(int service, int flow, Endpoint client) {
        super(service, flow);
        this.client = client;
    }

    public Endpoint client() {
        return client;
    }
}
