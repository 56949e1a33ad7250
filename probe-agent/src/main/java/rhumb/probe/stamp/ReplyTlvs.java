package rhumb.probe.stamp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the TLVs of an answer say, by the sender's rules of RFC 8972 section 4: skip one with flag
 * U, stop at one with flag M, use none when one has flag I or their HMAC does not match. Of several
 * of one type the first counts. Offsets are into the buffer of the answer.
 */
public final class ReplyTlvs {
    private static final int TYPES = StampTlv.HMAC + 1;

    private final int[] values = new int[TYPES];
    private final int[] lengths = new int[TYPES];
    private boolean refused;

    /** Where the value of a TLV begins; -1 when the answer has none that can be used. */
    public int value(int type) {
        return values[type];
    }

    /** Length of the value of a TLV that is there. */
    public int valueBytes(int type) {
        return lengths[type];
    }

    /** Whether all were thrown away because either side found them changed on the way. */
    public boolean integrityFailed() {
        return refused;
    }

    void clear() {
        Arrays.fill(values, -1);
        refused = false;
    }

    void read(@Nullable PacketSeal seal, ByteBuffer b, int at, int first, int end) {
        clear();
        if (seal != null) {
            int hmac = TlvSeal.find(b, first, end);
            refused =
                    hmac == TlvSeal.MISSING
                            || hmac >= 0 && !seal.tlvsAreGenuine(b, at, first, hmac);
        }
        int next;
        for (int tlv = first; !refused && tlv < end; tlv = next) {
            next = StampTlv.end(b, tlv, end);
            int flags = StampTlv.flags(b, tlv);
            if ((flags & StampTlv.INTEGRITY_FAILED) != 0) {
                refused = true;
            }
            if (next < 0 || (flags & StampTlv.MALFORMED) != 0 || !StampTlv.lengthFits(b, tlv)) {
                break;
            }
            int type = StampTlv.type(b, tlv);
            if ((flags & StampTlv.UNRECOGNIZED) == 0 && type < TYPES && values[type] < 0) {
                values[type] = tlv + StampTlv.HEADER_BYTES;
                lengths[type] = next - values[type];
            }
        }
        if (refused) {
            Arrays.fill(values, -1);
        }
    }
}
