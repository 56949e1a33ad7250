package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * First bytes of a chain's connection ({@code docs/protocol/stream.md}).
 *
 * @param labels all labels of the path behind the first link, unsigned 16 bits each
 * @param left how many of them are still to be used
 * @param request the HTTP request target
 */
record StreamPreface(
        int service,
        int viewerPop,
        int originPop,
        long stream,
        long resumeOffset,
        List<Integer> labels,
        int left,
        String request) {
    StreamPreface {
        labels = List.copyOf(labels);
    }

    // Specification constants.
    static final int MAGIC = 0x52685374;
    static final int VERSION = 1;
    static final int FIXED_BYTES = 30;
    static final int MAX_LABELS = 4;
    static final int MAX_REQUEST_BYTES = 2_048;
    static final int MAX_BYTES = FIXED_BYTES + 2 * MAX_LABELS + MAX_REQUEST_BYTES;

    /**
     * Length in bytes of the preface at the front of {@code bytes}, 0 when more are needed, -1 when
     * it is none.
     */
    static int length(ByteBuffer bytes) {
        int start = bytes.position();
        int have = bytes.remaining();
        if (have >= 4 && bytes.getInt(start) != MAGIC
                || have >= 5 && bytes.get(start + 4) != VERSION) {
            return -1;
        }
        if (have < FIXED_BYTES) {
            return 0;
        }
        int labels = bytes.get(start + 5) >>> 4 & 0xf;
        int left = bytes.get(start + 5) & 0xf;
        int request = bytes.getShort(start + 28) & 0xffff;
        if (labels > MAX_LABELS || left > labels || request == 0 || request > MAX_REQUEST_BYTES) {
            return -1;
        }
        int length = FIXED_BYTES + 2 * labels + request;
        return have >= length ? length : 0;
    }

    /**
     * Reads a preface whose {@link #length} is known to be positive; null when a field is out of
     * range.
     */
    static @Nullable StreamPreface read(ByteBuffer bytes) {
        int start = bytes.position();
        int length = length(bytes);
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < (bytes.get(start + 5) >>> 4 & 0xf); i++) {
            labels.add(bytes.getShort(start + FIXED_BYTES + 2 * i) & 0xffff);
        }
        int requestStart = FIXED_BYTES + 2 * labels.size();
        byte[] request = new byte[length - requestStart];
        bytes.get(start + requestStart, request);
        String target = new String(request, StandardCharsets.US_ASCII);
        long resume = bytes.getLong(start + 20);
        if (resume < 0 || labels.contains(0) || !RequestHead.isTarget(target)) {
            return null;
        }
        bytes.position(start + length);
        return new StreamPreface(
                bytes.getShort(start + 6) & 0xffff,
                bytes.getShort(start + 8) & 0xffff,
                bytes.getShort(start + 10) & 0xffff,
                bytes.getLong(start + 12),
                resume,
                labels,
                bytes.get(start + 5) & 0xf,
                target);
    }

    /** The label that the receiver shall use; meaningful while {@code left > 0}. */
    int nextLabel() {
        return labels.get(labels.size() - left);
    }

    StreamPreface oneLinkOn() {
        return new StreamPreface(
                service, viewerPop, originPop, stream, resumeOffset, labels, left - 1, request);
    }

    ByteBuffer write() {
        byte[] target = request.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + 2 * labels.size() + target.length);
        out.putInt(MAGIC).put((byte) VERSION).put((byte) (labels.size() << 4 | left));
        out.putShort((short) service).putShort((short) viewerPop).putShort((short) originPop);
        out.putLong(stream).putLong(resumeOffset).putShort((short) target.length);
        for (int label : labels) {
            out.putShort((short) label);
        }
        return out.put(target).flip();
    }
}
