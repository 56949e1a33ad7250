package rhumb.forward.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.protect.LinkProtection;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Dscp;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.dscp.OuterMarking;

/** An outgoing link: where its datagrams go, how they are marked and how many went. */
public final class LinkSendState {
    private static final int IPV4_UDP_BYTES = 28;
    private static final int IPV6_UDP_BYTES = 48;

    private final LinkId id;
    private final int uplink;
    private final SendingLanes lanes;
    private final LinkSilence silence = new LinkSilence();
    private final LinkCipher cipher;
    private final long[] bytesByClass = new long[TrafficClass.COUNT];
    private final int[] octets = new int[TrafficClass.COUNT];
    private @Nullable LinkProtection protection;
    private Endpoint to;

    /** Of each lane under keys, of the one in the clear, and of all together. */
    private final long[] sealedSeqs;

    private long clearSeq;
    private long lastSeq;
    private DropReason refusal = DropReason.NO_KEY;
    private long packets;
    private long bytes;

    /**
     * @param uplink the forwarder's number of the uplink it leaves by
     */
    public LinkSendState(
            LinkId id, int uplink, SendingLanes lanes, LinkCipher cipher, Endpoint to) {
        this.cipher = cipher;
        this.id = id;
        this.uplink = uplink;
        this.lanes = lanes;
        this.sealedSeqs = new long[lanes.count()];
        this.to = to;
        mark(OuterMarking.OWN);
    }

    public void protectedBy(LinkProtection byThis) {
        protection = byThis;
    }

    /** What protects packets on this link; null when nothing does. */
    public @Nullable LinkProtection protection() {
        return protection;
    }

    public LinkId id() {
        return id;
    }

    public int uplink() {
        return uplink;
    }

    /** What the traffic shows of this link. */
    public LinkSilence silence() {
        return silence;
    }

    public Endpoint to() {
        return to;
    }

    public void moveTo(Endpoint newAddress) {
        to = newAddress;
    }

    /**
     * Says what to write on this link.
     *
     * @param codePoints one per class, in the order of {@link TrafficClass#ALL}
     */
    final void mark(List<Dscp> codePoints) {
        for (int code = 0; code < octets.length; code++) {
            octets[code] = codePoints.get(code).trafficClassOctet();
        }
    }

    /** The outer octet of a packet of this class; the default one when the class is not known. */
    public int octet(@Nullable TrafficClass c) {
        return octets[(c == null ? TrafficClass.DEFAULT : c).code()];
    }

    /**
     * What a datagram takes of an uplink's rate.
     *
     * @param sizeBytes with the overlay header, without tag
     */
    public int wireBytes(int sizeBytes) {
        return sizeBytes + tagBytes() + (to.isIpv4() ? IPV4_UDP_BYTES : IPV6_UDP_BYTES);
    }

    /** Datagrams numbered since the count began: the last number, where one lane sends. */
    public int lastSeq() {
        return (int) lastSeq;
    }

    /** The neighbour began anew, and so does the count, under another key. */
    void begin() {
        lastSeq = 0;
        Arrays.fill(sealedSeqs, 0);
        silence.restart();
    }

    /** What protection adds to a packet. */
    public int tagBytes() {
        return cipher.secures() ? OverlayHeader.TAG_BYTES : 0;
    }

    /** Why {@link #stamp} refused. */
    public DropReason refusal() {
        return refusal;
    }

    /** With what a lane is to seal what was stamped last; null when it is sealed, or clear. */
    public LinkSecrets.@Nullable Sealing unsealed() {
        return cipher.secures() ? cipher.unsealed() : null;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return bytes;
    }

    /** Those of one class. */
    public long bytes(TrafficClass c) {
        return bytesByClass[c.code()];
    }

    /**
     * Writes the clear part and the departure time and seals: the packet leaves now.
     *
     * @param length without tag, for which there is room behind
     * @return its length on the wire; -1 when it cannot be sent
     */
    public int stamp(int nowUs, ByteBuffer buffer, int offset, int length) {
        // In the clear a receiver may begin anew unnoticed, and would miss what idle lanes sent.
        boolean secures = cipher.secures();
        int lane = secures ? lanes.lane(buffer, offset) : 0;
        long seq = (secures ? sealedSeqs[lane] : clearSeq) + 1;
        int grade = OverlayHeader.classCode(buffer, offset) % TrafficClass.COUNT;
        OverlayHeader.stamp(buffer, offset, lane, lanes.life(), (int) seq, nowUs);
        if (secures) {
            DropReason refused = cipher.seal(lane, seq, buffer, offset, length);
            if (refused != null) {
                refusal = refused;
                return -1;
            }
            sealedSeqs[lane] = seq;
        } else {
            clearSeq = seq;
        }
        lastSeq++;
        int sent = length + tagBytes();
        bytesByClass[grade] += sent;
        packets++;
        bytes += sent;
        return sent;
    }
}
