package rhumb.host.udp;

/** What a socket carries, and so what is asked of the kernel for each datagram. */
public enum SocketUse {
    /** Each datagram by itself, with hop limit and a receive time of its own. */
    PROBES,

    /**
     * Many datagrams of few flows: the kernel may hand over those of a flow that came together in
     * one piece (UDP_GRO). They are told one by one, with one receive time and without hop limit.
     */
    MEDIA,

    /**
     * The same from many senders: where several threads serve the sockets, each has one at this
     * address, and the kernel shares senders out among them.
     */
    SPREAD
}
