package rhumb.forward.stream;

import java.nio.ByteBuffer;

/** Cuts the bytes of one chain into frames, however they are split. Holds at most one frame. */
final class FrameReader {
    /** Takes whole frames. */
    interface Handler {
        /**
         * @param body position to limit is the body; valid until this returns
         * @return whether to go on; false once the chain is over
         */
        boolean onFrame(int type, ByteBuffer body);
    }

    private final ByteBuffer pending =
            ByteBuffer.allocate(StreamFrame.HEAD_BYTES + StreamFrame.MAX_BODY_BYTES);

    /** Hands over each frame that became whole; false when the bytes break the protocol. */
    boolean read(ByteBuffer bytes, Handler handler) {
        while (bytes.hasRemaining()) {
            int need =
                    pending.position() < StreamFrame.HEAD_BYTES
                            ? StreamFrame.HEAD_BYTES
                            : StreamFrame.HEAD_BYTES + bodyBytes();
            int take = Math.min(need - pending.position(), bytes.remaining());
            pending.put(bytes.slice(bytes.position(), take));
            bytes.position(bytes.position() + take);
            if (pending.position() < StreamFrame.HEAD_BYTES) {
                return true;
            }
            if (bodyBytes() > StreamFrame.MAX_BODY_BYTES) {
                return false;
            }
            if (pending.position() == StreamFrame.HEAD_BYTES + bodyBytes()) {
                int type = pending.get(0) & 0xff;
                ByteBuffer body = pending.slice(StreamFrame.HEAD_BYTES, bodyBytes());
                pending.clear();
                if (!handler.onFrame(type, body)) {
                    return true;
                }
            }
        }
        return true;
    }

    private int bodyBytes() {
        return pending.getInt(0) & 0xffffff;
    }
}
