package rhumb.sim.media;

import java.nio.ByteBuffer;

/** An endless stream of datagrams, each with its time. Belongs to one thread. */
public interface PacketSource {
    /** When the next packet is due. */
    long nextAtNs();

    /**
     * Puts the next packet at the target's position.
     *
     * @return its size in bytes
     */
    int next(ByteBuffer target);

    /** The traffic class octet that the sender writes on the packet given last. */
    int octet();
}
