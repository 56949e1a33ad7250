package rhumb.probe.stamp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLVs of an answer from those of the probe (RFC 8972 section 4): the same ones in the
 * same places, values filled in, flags telling what was not done. Owned by one thread.
 */
final class TlvAnswer {
    private final StampOptions options;
    private final @Nullable PacketSeal seal;
    private long unrecognized;
    private long malformed;
    private long integrityFailed;
    private int octet;

    TlvAnswer(StampOptions options, @Nullable PacketSeal seal) {
        this.options = options;
        this.seal = seal;
    }

    /** TLVs answered with flag U. */
    long unrecognized() {
        return unrecognized;
    }

    /** Probes answered with flag M. */
    long malformed() {
        return malformed;
    }

    /** Probes answered with flag I. */
    long integrityFailed() {
        return integrityFailed;
    }

    /** Traffic class octet that the answer just made must have; -1 when it does not matter. */
    int octet() {
        return octet;
    }

    /**
     * Writes what follows the base of an answer. The base is there already: the HMAC covers its
     * sequence number.
     *
     * @param length of the probe and of the answer, at least that of the base
     */
    void write(
            Arrival arrival,
            ReflectorSession session,
            ByteBuffer in,
            int inAt,
            int length,
            ByteBuffer out,
            int outAt) {
        int base = options.packet().bytes();
        int first = outAt + base;
        int end = outAt + length;
        octet = -1;
        out.put(first, in, inAt + base, length - base);
        int hmac = seal == null ? TlvSeal.NOT_NEEDED : TlvSeal.find(out, first, end);
        if (seal != null && hmac != TlvSeal.NOT_NEEDED) {
            int probeHmac = hmac - outAt + inAt;
            if (hmac == TlvSeal.MISSING || !seal.tlvsAreGenuine(in, inAt, inAt + base, probeHmac)) {
                refuseAll(out, first, end);
                return;
            }
        }
        answerAll(arrival, session, out, first, end);
        if (seal != null && hmac >= 0) {
            seal.sealTlvs(out, outAt, first, hmac);
        }
    }

    private void refuseAll(ByteBuffer out, int first, int end) {
        integrityFailed++;
        int at = first;
        while (at >= 0 && at < end) {
            int next = StampTlv.end(out, at, end);
            int why = next < 0 ? StampTlv.MALFORMED : 0;
            StampTlv.addFlags(out, at, StampTlv.INTEGRITY_FAILED | why);
            at = next;
        }
    }

    private void answerAll(
            Arrival arrival, ReflectorSession session, ByteBuffer out, int first, int end) {
        int at = first;
        while (at < end) {
            int next = StampTlv.end(out, at, end);
            if (next < 0 || !StampTlv.lengthFits(out, at)) {
                // What follows cannot be told from what it claims to be, and stays as it came.
                StampTlv.addFlags(out, at, StampTlv.MALFORMED);
                malformed++;
                return;
            }
            boolean understood = answerOne(arrival, session, out, at, next);
            StampTlv.setFlags(out, at, understood ? 0 : StampTlv.UNRECOGNIZED);
            unrecognized += understood ? 0 : 1;
            at = next;
        }
    }

    /** Fills in a value; false when there is nothing true to say. */
    private boolean answerOne(
            Arrival arrival, ReflectorSession session, ByteBuffer out, int at, int next) {
        int value = at + StampTlv.HEADER_BYTES;
        switch (StampTlv.type(out, at)) {
            case StampTlv.EXTRA_PADDING -> {
                return true;
            }
            case StampTlv.LOCATION ->
                    LocationTlv.answer(
                            out,
                            value,
                            next - value,
                            arrival.from,
                            arrival.knownPeer ? arrival.local : null);
            case StampTlv.TIMESTAMP_INFORMATION ->
                    TimestampInformation.answer(out, value, options.clock().source());
            case StampTlv.CLASS_OF_SERVICE -> {
                return answerClassOfService(arrival, out, value);
            }
            case StampTlv.DIRECT_MEASUREMENT ->
                    DirectMeasurement.answer(out, value, session.received(), session.reflected());
            case StampTlv.FOLLOW_UP_TELEMETRY -> session.answerFollowUp(out, value);
            case StampTlv.HMAC -> {
                return seal != null;
            }
            default -> {
                // Access Report too: a PoP is on no access network that it could report.
                return false;
            }
        }
        return true;
    }

    private boolean answerClassOfService(Arrival arrival, ByteBuffer out, int value) {
        if (arrival.octet < 0) {
            // A platform that does not tell the octet: unknown is not zero.
            return false;
        }
        int request = out.getInt(value);
        boolean asAsked = arrival.knownPeer;
        octet = asAsked ? ClassOfService.dscp1(request) << 2 : arrival.octet & 0xfc;
        int rp = asAsked ? ClassOfService.RP_AS_ASKED : ClassOfService.RP_REFUSED;
        out.putInt(value, ClassOfService.answer(request, arrival.octet, rp));
        return true;
    }
}
