package rhumb.forward.queue;

/**
 * Controlled delay (RFC 8289) of one queue: says of each packet at its head whether it goes, so
 * that the time packets wait comes down to the target when it stayed above for an interval. The
 * state is that of the pseudo code of section 5; the caller takes packets until one stays.
 */
final class Codel {
    // RFC 8289 section 4.2: a queue of one packet is no standing queue, whatever it waited.
    static final int MAX_PACKET_BYTES = PacketStore.SLOT_BYTES;
    private static final long NEVER = Long.MIN_VALUE;

    /** Where in the pseudo code's {@code dequeue} the next packet enters. */
    private enum Step {
        /** At its begin. */
        BEGIN,
        /** In the loop, behind a drop. */
        AFTER_DROP,
        /** Behind the drop that began the dropping state; this packet stays. */
        AFTER_FIRST_DROP
    }

    private Step step = Step.BEGIN;
    private long firstAboveNs = NEVER;
    private long dropNextNs;
    private int count;
    private int lastCount;
    private boolean dropping;

    /**
     * Judges the packet that was just taken from the head.
     *
     * @param sojournNs how long it waited
     * @param backlogBytes what waits behind it
     * @return whether to drop it and take the next one at the same time
     */
    boolean drops(long nowNs, long sojournNs, long backlogBytes, long targetNs, long intervalNs) {
        boolean okToDrop = isAbove(nowNs, sojournNs, backlogBytes, targetNs, intervalNs);
        Step at = step;
        step = Step.BEGIN;
        if (at == Step.AFTER_FIRST_DROP) {
            beginDropping(nowNs, intervalNs);
            return false;
        }
        if (at == Step.AFTER_DROP) {
            if (okToDrop) {
                dropNextNs = controlLaw(dropNextNs, intervalNs);
            } else {
                dropping = false;
            }
            return dropsInLoop(nowNs);
        }
        if (dropping) {
            dropping = okToDrop;
            return dropsInLoop(nowNs);
        }
        step = okToDrop ? Step.AFTER_FIRST_DROP : Step.BEGIN;
        return okToDrop;
    }

    /**
     * A packet to be dropped is marked instead and stays (RFC 8289 section 5.4, RFC 3168): what the
     * pseudo code does with the packet behind a drop is done at once.
     */
    void marked(long nowNs, long intervalNs) {
        if (step == Step.AFTER_FIRST_DROP) {
            beginDropping(nowNs, intervalNs);
        } else if (step == Step.AFTER_DROP) {
            dropNextNs = controlLaw(dropNextNs, intervalNs);
        }
        step = Step.BEGIN;
    }

    /** Nothing is left behind a dropped packet: the pseudo code's null packet. */
    void onEmpty(long nowNs, long intervalNs) {
        firstAboveNs = NEVER;
        if (step == Step.AFTER_FIRST_DROP) {
            beginDropping(nowNs, intervalNs);
        } else if (step == Step.AFTER_DROP) {
            dropping = false;
        }
        step = Step.BEGIN;
    }

    private boolean isAbove(
            long nowNs, long sojournNs, long backlogBytes, long targetNs, long intervalNs) {
        if (sojournNs < targetNs || backlogBytes <= MAX_PACKET_BYTES) {
            firstAboveNs = NEVER;
            return false;
        }
        if (firstAboveNs == NEVER) {
            firstAboveNs = nowNs + intervalNs;
            return false;
        }
        return nowNs >= firstAboveNs;
    }

    private boolean dropsInLoop(long nowNs) {
        if (!dropping || nowNs < dropNextNs) {
            return false;
        }
        count++;
        step = Step.AFTER_DROP;
        return true;
    }

    /** Goes on at the former rate of drops when it was not long ago. */
    private void beginDropping(long nowNs, long intervalNs) {
        dropping = true;
        int delta = count - lastCount;
        count = delta > 1 && nowNs - dropNextNs < 16 * intervalNs ? delta : 1;
        dropNextNs = controlLaw(nowNs, intervalNs);
        lastCount = count;
    }

    private long controlLaw(long fromNs, long intervalNs) {
        return fromNs + (long) (intervalNs / Math.sqrt(count));
    }
}
