package rhumb.probe.stamp;

/**
 * The value of the Class of Service TLV (RFC 8972 section 4.4) as the 32-bit number that it is on
 * the wire. The sender asks for a code point on the way back; the reflector tells with what the
 * probe arrived, so that what the network did to a code point is known for each direction.
 *
 * <pre>
 *  0         6          12    14   16               32
 *  |  DSCP1  |  DSCP2   | ECN | RP |    reserved    |
 * </pre>
 *
 * <p>Departure of others: an implementation was seen that puts ECN between DSCP1 and DSCP2. The
 * figure decides; read by it, that peer's answer to an EF probe says DSCP2 11, ECN 2.
 */
public final class ClassOfService {
    public static final int VALUE_BYTES = 4;

    /** The answer was sent with the code point that was asked for. */
    public static final int RP_AS_ASKED = 0;

    /** The reflector's policy forbids it: the answer was sent with the one that arrived. */
    public static final int RP_REFUSED = 1;

    private static final int DSCP1_SHIFT = 26;
    private static final int OCTET_SHIFT = 18;
    private static final int RP_SHIFT = 16;
    private static final int RESERVED_MASK = 0xffff;

    private ClassOfService() {}

    /** What a sender writes that wants its answer on a code point. */
    static int request(int dscp1) {
        return dscp1 << DSCP1_SHIFT;
    }

    /**
     * What a reflector answers: the sender's DSCP1 stays.
     *
     * @param octet IP traffic class octet with which the probe arrived, 0 to 255
     */
    static int answer(int request, int octet, int rp) {
        // DSCP2 and ECN lie side by side, as they do in the octet.
        return dscp1(request) << DSCP1_SHIFT
                | (octet & 0xff) << OCTET_SHIFT
                | rp << RP_SHIFT
                | request & RESERVED_MASK;
    }

    /** Code point that the sender asked for on the way back. */
    public static int dscp1(int value) {
        return value >>> DSCP1_SHIFT;
    }

    /** Code point with which the probe arrived at the reflector. */
    public static int dscp2(int value) {
        return value >>> OCTET_SHIFT + 2 & 0x3f;
    }

    /** ECN field with which the probe arrived at the reflector. */
    public static int ecn(int value) {
        return value >>> OCTET_SHIFT & 3;
    }

    /** {@link #RP_AS_ASKED} or {@link #RP_REFUSED}; 2 and 3 mean nothing yet. */
    public static int rp(int value) {
        return value >>> RP_SHIFT & 3;
    }
}
