package rhumb.sim.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An FLV file cut into tags, to be played in a loop. Immutable. */
public final class FlvSample {
    private static final int AVC_PACKET_TYPE_AT = FlvTags.TAG_HEADER_BYTES + 1;
    private static final int AVC = 7;
    private static final int AAC = 10;

    /** One tag with its bytes, which are not to be changed. */
    static final class Tag {
        private final int type;
        private final int timestampMs;
        private final boolean setup;
        private final byte[] bytes;

        Tag(int type, int timestampMs, boolean setup, byte[] bytes) {
            this.type = type;
            this.timestampMs = timestampMs;
            this.setup = setup;
            this.bytes = bytes;
        }

        int type() {
            return type;
        }

        int timestampMs() {
            return timestampMs;
        }

        /** Whether it sets up decoders and is therefore sent once only. */
        boolean setup() {
            return setup;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private final byte[] header;
    private final List<Tag> tags;
    private final int roundMs;

    private FlvSample(byte[] header, List<Tag> tags, int roundMs) {
        this.header = header;
        this.tags = tags;
        this.roundMs = roundMs;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it is no FLV or holds no media
     */
    public static FlvSample parse(byte[] file) {
        List<Tag> tags = new ArrayList<>();
        FlvTags parser = new FlvTags();
        parser.accept(
                0,
                ByteBuffer.wrap(file),
                (nowNs, type, stamp, bytes, length) -> {
                    byte[] copy = new byte[length];
                    bytes.get(0, copy);
                    if (!endsSequence(copy)) {
                        tags.add(new Tag(type, stamp, setsUp(copy), copy));
                    }
                });
        boolean media = tags.stream().anyMatch(t -> !t.setup());
        if (parser.rejected() != null || parser.heldBytes() > 0 || !media) {
            throw new IllegalArgumentException(
                    "FLV sample: " + (media ? "broken, " + parser.rejected() : "no media"));
        }
        byte[] header = Arrays.copyOf(file, FlvTags.FILE_HEADER_BYTES);
        return new FlvSample(header, List.copyOf(tags), roundMs(tags));
    }

    byte[] header() {
        return header;
    }

    List<Tag> tags() {
        return tags;
    }

    /** Time from the start of one round to that of the next. */
    int roundMs() {
        return roundMs;
    }

    private static int roundMs(List<Tag> tags) {
        int last = 0;
        int videoLast = 0;
        int videoStep = 1;
        for (Tag tag : tags) {
            last = Math.max(last, tag.timestampMs());
            if (tag.type() == FlvTags.VIDEO && !tag.setup()) {
                videoStep = Math.max(1, tag.timestampMs() - videoLast);
                videoLast = tag.timestampMs();
            }
        }
        return Math.max(last + 1, videoLast + videoStep);
    }

    private static boolean setsUp(byte[] tag) {
        return tag[0] == FlvTags.SCRIPT || packetType(tag) == 0;
    }

    private static boolean endsSequence(byte[] tag) {
        return tag[0] == FlvTags.VIDEO && packetType(tag) == 2;
    }

    /** AVC: 0 header, 1 picture, 2 end. AAC: 0 header, 1 frame. Others have none: 1. */
    private static int packetType(byte[] tag) {
        if (tag.length <= AVC_PACKET_TYPE_AT + FlvTags.TRAILER_BYTES) {
            return 1;
        }
        int first = tag[FlvTags.TAG_HEADER_BYTES] & 0xff;
        boolean avc = tag[0] == FlvTags.VIDEO && (first & 0xf) == AVC;
        boolean aac = tag[0] == FlvTags.AUDIO && first >>> 4 == AAC;
        return avc || aac ? tag[AVC_PACKET_TYPE_AT] : 1;
    }
}
