package rhumb.sim.media;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of FLV bytes (Adobe Flash Video File Format 10.1, annex E) into tags, however the
 * bytes come in. Bound: one tag of at most {@value #MAX_TAG_BYTES} bytes. The first thing that is
 * no FLV ends it: all later bytes are counted and left alone.
 */
public final class FlvTags {
    /** Largest body taken; a key frame of 4K video is well below. */
    public static final int MAX_TAG_BYTES = 4 << 20;

    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int SCRIPT = 18;

    static final int FILE_HEADER_BYTES = 13;
    static final int TAG_HEADER_BYTES = 11;
    static final int TRAILER_BYTES = 4;

    private static final int FIRST_CAPACITY = 16 * 1024;

    /** Why bytes are no FLV. */
    public enum Reject {
        BAD_SIGNATURE,
        BAD_VERSION,
        BAD_DATA_OFFSET,
        /** Neither audio nor video nor script data, or encrypted. */
        BAD_TAG_TYPE,
        TAG_TOO_LONG,
        BAD_STREAM_ID,
        /** The size after a tag is not the size of the tag. */
        BAD_PREVIOUS_TAG_SIZE
    }

    /** Gets the tags. */
    public interface Sink {
        /**
         * One tag came in whole.
         *
         * @param type {@link #AUDIO}, {@link #VIDEO} or {@link #SCRIPT}
         * @param timestampMs as the tag says
         * @param bytes holds the tag with its header and the size that follows it, from index 0 to
         *     {@code length}; valid during the call
         */
        void onTag(long nowNs, int type, int timestampMs, ByteBuffer bytes, int length);
    }

    private ByteBuffer held = ByteBuffer.allocate(FIRST_CAPACITY);
    private boolean headerSeen;
    private int wanted = FILE_HEADER_BYTES;
    private @Nullable Reject rejected;
    private long ignoredBytes;
    private long tags;

    /** Takes all bytes of the buffer. */
    public void accept(long nowNs, ByteBuffer in, Sink sink) {
        while (in.hasRemaining()) {
            if (rejected != null) {
                ignoredBytes += in.remaining();
                in.position(in.limit());
                return;
            }
            int length = Math.min(in.remaining(), wanted - held.position());
            reserve(held.position() + length);
            held.put(held.position(), in, in.position(), length);
            held.position(held.position() + length);
            in.position(in.position() + length);
            if (held.position() == wanted) {
                step(nowNs, sink);
            }
        }
    }

    /** What ended the stream; null while it is good. */
    public @Nullable Reject rejected() {
        return rejected;
    }

    /** Bytes after the fault, its own piece included. */
    public long ignoredBytes() {
        return ignoredBytes;
    }

    /** Tags given so far. */
    public long tags() {
        return tags;
    }

    /** Bytes of a tag that is not yet whole. */
    public int heldBytes() {
        return held.position();
    }

    private void step(long nowNs, Sink sink) {
        if (!headerSeen) {
            rejected = fileHeaderFault();
            headerSeen = true;
            if (rejected == null) {
                expect(TAG_HEADER_BYTES);
            }
        } else if (wanted == TAG_HEADER_BYTES) {
            rejected = tagHeaderFault();
            wanted = TAG_HEADER_BYTES + bodyBytes() + TRAILER_BYTES;
        } else if (held.getInt(wanted - TRAILER_BYTES) != wanted - TRAILER_BYTES) {
            rejected = Reject.BAD_PREVIOUS_TAG_SIZE;
        } else {
            tags++;
            int stamp = held.getInt(4) >>> 8 | (held.get(7) & 0xff) << 24;
            sink.onTag(nowNs, held.get(0), stamp, held, wanted);
            expect(TAG_HEADER_BYTES);
        }
        if (rejected != null) {
            ignoredBytes += held.position();
            held.clear();
        }
    }

    private void expect(int bytes) {
        held.clear();
        wanted = bytes;
    }

    private int bodyBytes() {
        return held.getInt(0) & 0xffffff;
    }

    private @Nullable Reject fileHeaderFault() {
        if (held.get(0) != 'F' || held.get(1) != 'L' || held.get(2) != 'V') {
            return Reject.BAD_SIGNATURE;
        }
        if (held.get(3) != 1) {
            return Reject.BAD_VERSION;
        }
        if (held.getInt(5) != 9) {
            return Reject.BAD_DATA_OFFSET;
        }
        return held.getInt(9) == 0 ? null : Reject.BAD_PREVIOUS_TAG_SIZE;
    }

    private @Nullable Reject tagHeaderFault() {
        int type = held.get(0);
        if (type != AUDIO && type != VIDEO && type != SCRIPT) {
            return Reject.BAD_TAG_TYPE;
        }
        if (bodyBytes() > MAX_TAG_BYTES) {
            return Reject.TAG_TOO_LONG;
        }
        return (held.getInt(7) & 0xffffff) == 0 ? null : Reject.BAD_STREAM_ID;
    }

    private void reserve(int bytes) {
        if (bytes > held.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(bytes, 2 * held.capacity()));
            larger.put(0, held, 0, held.position());
            larger.position(held.position());
            held = larger;
        }
    }
}
