package rhumb.forward.protect;

import java.nio.ByteBuffer;
import rhumb.forward.wire.LinkNack;

/** Packs rising numbers into the entries of a NACK. */
final class NackWriter {
    private ByteBuffer nack = ByteBuffer.allocate(0);
    private int at;
    private int first;
    private int firstWire;
    private int following;
    private boolean pending;

    /** Begins with a NACK that has no entries yet. */
    void begin(ByteBuffer newNack, int newAt) {
        nack = newNack;
        at = newAt;
        pending = false;
    }

    /** Adds a number; false when the NACK is full. */
    boolean add(int number, int top, int topWire) {
        int behind = number - first;
        if (pending && behind < LinkNack.ENTRY_SPAN) {
            following |= 1 << behind - 1;
            return true;
        }
        flush();
        if (LinkNack.entries(nack, at) == LinkNack.MAX_ENTRIES) {
            return false;
        }
        first = number;
        firstWire = WireNumber.plus(topWire, number - top);
        following = 0;
        pending = true;
        return true;
    }

    void flush() {
        if (pending) {
            LinkNack.add(nack, at, firstWire, following);
            pending = false;
        }
    }
}
