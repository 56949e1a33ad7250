package rhumb.forward.pipeline;

import java.nio.ByteBuffer;
import rhumb.forward.fib.FibPath;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Label;

/**
 * Puts the labels of a way round a link into a packet, in the place of labels that were used
 * already: the packet never gets longer, so no detour meets an MTU, and a way with one relay always
 * fits. Nothing is allocated.
 *
 * <p>A way is taken only when it comes by no PoP where the packet was, as far as the packet tells
 * it: not the source, nor the neighbour it came from, nor a PoP of its used labels. Where the way
 * meets the rest of the path it goes on from there, so that no PoP sees the packet twice. Only with
 * paths of four links and more one PoP may: the second one, which no label names.
 */
final class Detour {
    private Detour() {}

    /**
     * Rewrites the labels of a packet so that it takes the first way that fits it.
     *
     * @param index position of the label of the link to go round
     * @param fromPop number of the neighbour it came from
     * @return the way; -1 when none fits, and the packet is as it was
     */
    static int take(FibPath[] ways, int fromPop, ByteBuffer b, int offset, int index) {
        if ((OverlayHeader.flags(b, offset) & OverlayHeader.FLAG_BYPASSED) != 0) {
            return -1;
        }
        for (int i = 0; i < ways.length; i++) {
            if (fits(ways[i], fromPop, b, offset, index)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean fits(FibPath way, int fromPop, ByteBuffer b, int offset, int index) {
        int count = OverlayHeader.labelCount(b, offset);
        // The way ends where the link does, unless it meets the path further on.
        int more = way.length() - 1;
        int meets = index;
        for (int i = 0; i < way.length() - 1 && meets == index; i++) {
            int relay = Label.pop(way.label(i));
            if (was(relay, fromPop, b, offset, index)) {
                return false;
            }
            for (int j = index + 1; j < count; j++) {
                if (Label.pop(OverlayHeader.label(b, offset, j)) == relay) {
                    more = i;
                    meets = j;
                }
            }
        }
        int left = more + count - 1 - meets;
        if (more > meets + 1 || left >= OverlayHeader.hops(b, offset)) {
            return false;
        }
        for (int i = 0; i < more; i++) {
            OverlayHeader.label(b, offset, meets + 1 - more + i, way.label(i + 1));
        }
        OverlayHeader.labelsLeft(b, offset, left);
        int flags = OverlayHeader.flags(b, offset) | OverlayHeader.FLAG_BYPASSED;
        OverlayHeader.flags(b, offset, flags);
        return true;
    }

    private static boolean was(int pop, int fromPop, ByteBuffer b, int offset, int index) {
        if (pop == fromPop || pop == OverlayHeader.sourcePop(b, offset)) {
            return true;
        }
        for (int i = 0; i < index; i++) {
            if (Label.pop(OverlayHeader.label(b, offset, i)) == pop) {
                return true;
            }
        }
        return false;
    }
}
