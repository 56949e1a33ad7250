package rhumb.forward.protect;

import java.util.function.ObjLongConsumer;

/** What protection did for one class on one link, since the link was first named. */
public final class StreamCounters {
    // Sending side.
    public long sent;
    public long sentBytes;
    public long resent;
    public long resentBytes;
    public long repairs;
    public long repairBytes;
    public long nacksReceived;

    /** Asked for and not sent again: not kept any more, too late, or over the budget. */
    public long refused;

    // Receiving side.
    public long received;
    public long lost;
    public long late;
    public long repaired;
    public long retransmitted;
    public long repeated;
    public long unrecovered;
    public long nacksSent;
    public long nackBytes;

    /** The figures that metrics show. */
    public enum Figure {
        SENT(true),
        RESENT(true),
        REPAIR(true),
        REFUSED(true),
        NACK(true),
        RECEIVED(false),
        LOST(false),
        LATE(false),
        RETRANSMITTED(false),
        REPAIRED(false),
        REPEATED(false),
        UNRECOVERED(false),
        ASKED(false);

        private final boolean outgoing;

        Figure(boolean outgoing) {
            this.outgoing = outgoing;
        }

        /** Whether it is about what leaves over the link, not what comes. */
        public boolean outgoing() {
            return outgoing;
        }

        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Tells each figure, in packets. */
    public void forEach(ObjLongConsumer<Figure> told) {
        told.accept(Figure.SENT, sent);
        told.accept(Figure.RESENT, resent);
        told.accept(Figure.REPAIR, repairs);
        told.accept(Figure.REFUSED, refused);
        told.accept(Figure.NACK, nacksReceived);
        told.accept(Figure.RECEIVED, received);
        told.accept(Figure.LOST, lost);
        told.accept(Figure.LATE, late);
        told.accept(Figure.RETRANSMITTED, retransmitted);
        told.accept(Figure.REPAIRED, repaired);
        told.accept(Figure.REPEATED, repeated);
        told.accept(Figure.UNRECOVERED, unrecovered);
        told.accept(Figure.ASKED, nacksSent);
    }
}
