package rhumb.sim.run;

import java.nio.ByteBuffer;

/** Finds the end of an HTTP message's head: the first empty line (RFC 9112 section 2.1). */
final class HttpHead {
    private static final int END = 0x0d0a0d0a;

    private int lastFour;

    /** Takes bytes up to the end of the head; true once that was reached. */
    boolean take(ByteBuffer bytes) {
        while (bytes.hasRemaining() && lastFour != END) {
            lastFour = lastFour << 8 | bytes.get() & 0xff;
        }
        return lastFour == END;
    }
}
