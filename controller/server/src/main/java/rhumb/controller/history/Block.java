package rhumb.controller.history;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;

/**
 * Figures of all links over some minutes or seconds, packed: a head, where the part of each link
 * ends, the parts. One link is read without the others.
 */
public final class Block {
    /** Kind, version, rows, fields (a byte each), seconds of a row, links, first second. */
    private static final int HEAD_BYTES = 4 + 2 * Integer.BYTES + Long.BYTES;

    private static final int KIND = 2;
    private static final int VERSION = 1;

    /**
     * What the head says.
     *
     * @param fromUnixS when the first row begins, seconds since 1970
     * @param stepS seconds of a row
     */
    public record Head(int rows, int fields, int stepS, int links, long fromUnixS) {
        /** When the last row ends. */
        public long untilUnixS() {
            return fromUnixS + (long) rows * stepS;
        }

        /** Where the part of a link begins and ends is told at this place of the record. */
        public long endsAt(int link) {
            return HEAD_BYTES + (long) Integer.BYTES * link;
        }

        /** Where the parts begin in the record. */
        public long partsAt() {
            return endsAt(links);
        }

        private boolean makesSense() {
            int wanted = stepS == 1 ? Span.SECOND_FIELDS : Span.MINUTE_FIELDS;
            return rows > 0
                    && fields == wanted
                    && (stepS == 1 || stepS == 60)
                    && links >= 0
                    && links <= LinkNames.MAX_LINKS
                    && fromUnixS >= 0
                    && fromUnixS < 1L << 40;
        }
    }

    private final Head head;
    private final LinkNames names;
    private final byte[] record;

    private Block(Head head, LinkNames names, byte[] record) {
        this.head = head;
        this.names = names;
        this.record = record;
    }

    static Block of(long fromUnixS, int stepS, LinkNames names, Rows rows) {
        Head head = new Head(rows.rows(), rows.fields(), stepS, names.size(), fromUnixS);
        PackedWriter parts = new PackedWriter();
        ByteBuffer ends = ByteBuffer.allocate(names.size() * Integer.BYTES);
        for (int link = 0; link < names.size(); link++) {
            RowCodec.encode(rows, link, parts);
            ends.putInt(parts.size());
        }
        ByteBuffer record = ByteBuffer.allocate((int) head.partsAt() + parts.size());
        record.put((byte) KIND).put((byte) VERSION);
        record.put((byte) head.rows).put((byte) head.fields);
        record.putInt(stepS).putInt(head.links).putLong(fromUnixS);
        record.put(ends.flip()).put(parts.bytes());
        return new Block(head, names, record.array());
    }

    /** What a record begins with; null when it is no block that this version understands. */
    public static @Nullable Head head(ByteBuffer record) {
        if (record.remaining() < HEAD_BYTES) {
            return null;
        }
        ByteBuffer in = record.slice();
        boolean known = in.get() == KIND && in.get() == VERSION;
        if (!known) {
            return null;
        }
        int rows = in.get() & 0xFF;
        int fields = in.get() & 0xFF;
        Head head = new Head(rows, fields, in.getInt(), in.getInt(), in.getLong());
        return head.makesSense() ? head : null;
    }

    public Head head() {
        return head;
    }

    public LinkNames names() {
        return names;
    }

    /** As it is kept. */
    public byte[] record() {
        return record;
    }

    int bytes() {
        return record.length;
    }

    /** Gives the rows of a link, if it is one of them. */
    public void spans(LinkId link, SpanTaker taker) {
        int index = names.index(link);
        if (index >= 0) {
            spans(index, taker);
        }
    }

    private void spans(int link, SpanTaker taker) {
        ByteBuffer all = ByteBuffer.wrap(record);
        int begin = link == 0 ? 0 : all.getInt((int) head.endsAt(link - 1));
        int end = all.getInt((int) head.endsAt(link));
        spans(head, all.slice((int) head.partsAt() + begin, end - begin), taker);
    }

    /**
     * Gives the rows of a part.
     *
     * @return false when it makes no sense
     */
    public static boolean spans(Head head, ByteBuffer part, SpanTaker taker) {
        try {
            Rows rows = RowCodec.decode(part, head.rows, head.fields);
            for (int row = 0; row < head.rows; row++) {
                long atUnixS = head.fromUnixS + (long) row * head.stepS;
                Span span =
                        head.stepS == 1
                                ? Span.ofSecond(rows, 0, row, atUnixS)
                                : Span.ofMinute(rows, 0, row, atUnixS);
                if (span.samples() > 0) {
                    taker.take(span);
                }
            }
            return true;
        } catch (RecordException e) {
            return false;
        }
    }
}
