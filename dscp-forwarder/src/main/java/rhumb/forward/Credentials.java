package rhumb.forward;

import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.link.SendingLanes;

/**
 * What a forwarder starts with to prove who it is.
 *
 * @param lanes who number what is sent, and in which life
 * @param keys its own, as they are on disk
 * @param aead for the thread that owns the forwarder
 */
public record Credentials(SendingLanes lanes, KeyRing keys, Aead aead) {
    /** The same with so many lanes. */
    public Credentials withLanes(int count, int firstOfData) {
        return new Credentials(lanes.of(count, firstOfData), keys, aead);
    }
}
