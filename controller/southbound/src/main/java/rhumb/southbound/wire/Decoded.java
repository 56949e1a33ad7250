package rhumb.southbound.wire;

import rhumb.southbound.message.Message;

/** What came of bytes from a peer. */
public sealed interface Decoded {
    /**
     * A message.
     *
     * @param unknownFields fields that this version does not know, skipped
     */
    record Accepted(Message message, int unknownFields) implements Decoded {}

    /**
     * A message of a kind that this version does not know: skipped and counted, the session goes
     * on.
     */
    record UnknownKind() implements Decoded {}

    /** Bytes that are no message, or one whose values are out of range. */
    record Rejected(Reason reason, String detail) implements Decoded {}

    /** Why bytes were rejected. */
    enum Reason {
        /** Longer than {@link SouthboundCodec#MAX_FRAME_BYTES}. */
        TOO_LONG,
        /** Not protobuf, or cut short. */
        MALFORMED,
        /** A field holds what no sender may send. */
        OUT_OF_RANGE
    }
}
