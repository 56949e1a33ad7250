package rhumb.southbound.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import rhumb.southbound.v1.Frame;

/**
 * Messages of the contract as bytes and back (protobuf, {@code southbound.proto}). Bytes come from
 * the network: decoding answers with a reason and never throws.
 */
public final class SouthboundCodec {
    /**
     * Specification constant: the longest frame either side takes. 1,000 PoPs of 8 classes need
     * about 1 MB.
     */
    public static final int MAX_FRAME_BYTES = 16 << 20;

    private SouthboundCodec() {}

    public static byte[] encode(rhumb.southbound.message.Message message) {
        return ToProto.frame(message).toByteArray();
    }

    public static Decoded decode(byte[] bytes) {
        if (bytes.length > MAX_FRAME_BYTES) {
            return new Decoded.Rejected(Decoded.Reason.TOO_LONG, bytes.length + " bytes");
        }
        Frame frame;
        try {
            frame = Frame.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return new Decoded.Rejected(Decoded.Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
        if (frame.getBodyCase() == Frame.BodyCase.BODY_NOT_SET) {
            return new Decoded.UnknownKind();
        }
        try {
            return new Decoded.Accepted(FromProto.message(frame), UnknownFields.count(frame));
        } catch (IllegalArgumentException e) {
            // The records check themselves; their complaint is the reason.
            return new Decoded.Rejected(
                    Decoded.Reason.OUT_OF_RANGE, String.valueOf(e.getMessage()));
        }
    }
}
