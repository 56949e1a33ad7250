package rhumb.forward.link;

import rhumb.forward.wire.OverlayHeader;

/**
 * Who numbers the datagrams of a link.
 *
 * @param lane the thread's number among those of its process, below {@link OverlayHeader#MAX_LANES}
 * @param life of the process, without sign: higher than that of each earlier process of this PoP
 */
public record SendingThread(int lane, int life) {
    public SendingThread {
        if (lane < 0 || lane >= OverlayHeader.MAX_LANES) {
            throw new IllegalArgumentException("lane " + lane);
        }
    }
}
