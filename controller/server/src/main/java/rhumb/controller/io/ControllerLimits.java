package rhumb.controller.io;

import rhumb.host.config.Defaulted;
import rhumb.host.door.ConnectionBook;
import rhumb.net.Meaning;

/** What the southbound side gives to others, so that nobody takes it from the rest. */
public record ControllerLimits(
        @Meaning("most at once") @Defaulted int connections,
        @Meaning("most of one IP address") @Defaulted int perAddress,
        @Meaning(
                        "most that have not shown yet who they are; beyond it the oldest of them"
                                + " goes; 0 = two for each PoP, at least 512")
                @Defaulted
                int halfOpen,
        @Meaning("what one session may send for long; who sends more is made to wait") @Defaulted
                int messagesPerSecond,
        @Meaning("how long a peer may take nothing of what it is sent, 1s or more") @Defaulted
                Long slowPeerNs) {
    private static final int CONNECTIONS = 16_384;
    private static final int PER_ADDRESS = 1_024;
    private static final int HALF_OPEN = 512;

    /** Of a PoP. */
    private static final int PROCESSES = 2;

    private static final int MESSAGES = 500;
    private static final long SLOW_PEER_NS = 30_000_000_000L;

    public static final ControllerLimits STANDARD = new ControllerLimits(0, 0, 0, 0, 0L);

    public ControllerLimits {
        connections = positive("connections", connections, CONNECTIONS);
        perAddress = positive("per-address", perAddress, PER_ADDRESS);
        positive("half-open", halfOpen, HALF_OPEN);
        messagesPerSecond = positive("messages-per-second", messagesPerSecond, MESSAGES);
        slowPeerNs = slowPeerNs == null || slowPeerNs == 0 ? SLOW_PEER_NS : slowPeerNs;
        if (slowPeerNs < 1_000_000_000L) {
            throw new IllegalArgumentException("slow-peer: expected 1s or more");
        }
    }

    private static int positive(String name, int value, int otherwise) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    name + " is " + value + ": expected 1 or more, or 0 for " + otherwise);
        }
        return value == 0 ? otherwise : value;
    }

    /**
     * For the southbound door.
     *
     * @param pops how many there are: after a start all their processes come at once, and none of
     *     them shall have to go because the others have not greeted yet
     */
    public ConnectionBook.Limits book(int pops) {
        int waiting = halfOpen == 0 ? Math.max(HALF_OPEN, PROCESSES * pops) : halfOpen;
        return new ConnectionBook.Limits(connections, perAddress, waiting);
    }
}
