package rhumb.probe;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.probe.dscp.CodePointProbing;
import rhumb.probe.stamp.Arrival;
import rhumb.probe.stamp.PacketSeal;
import rhumb.probe.stamp.Reflector;
import rhumb.probe.stamp.ReflectorSession;
import rhumb.probe.stamp.SenderSession;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.StampReject;
import rhumb.probe.stamp.StrangerLimit;
import rhumb.probe.stamp.WireTime;

/**
 * What arrives at the STAMP sockets: probes of neighbours, which are answered and judged, answers
 * to own probes, and everything else, which is counted by {@link StampReject}.
 *
 * <p>Cheap checks come before dear ones, and nobody but a neighbour reaches an estimator. No
 * allocation per datagram.
 */
final class ProbeIntake {
    /** Passes on how the judgement of a link changed. */
    interface Settling {
        void settle(long nowNs, ProbedPair pair);
    }

    private final AgentOptions options;
    private final @Nullable PacketSeal seal;
    private final PeerTable peers;
    private final CodePointProbing codePoints;
    private final AgentCounters counters;
    private final AgentCore.Sink sink;
    private final ByteBuffer out;
    private final Settling settling;
    private final StampPacket packet;
    private final Reflector reflector;
    private final ReflectorSession strangers = new ReflectorSession(0, false);
    private final StrangerLimit strangerLimit = new StrangerLimit();
    private final Map<String, Endpoint> addresses = new HashMap<>();
    private final Arrival arrival = new Arrival();
    private long unixMinusNowNs;

    /**
     * @param out where answers are written; the sender's too, which is done with it by then
     */
    ProbeIntake(
            AgentOptions options,
            @Nullable PacketSeal seal,
            PeerTable peers,
            CodePointProbing codePoints,
            AgentCounters counters,
            AgentCore.Sink sink,
            ByteBuffer out,
            Settling settling) {
        this.options = options;
        this.seal = seal;
        this.peers = peers;
        this.codePoints = codePoints;
        this.counters = counters;
        this.sink = sink;
        this.out = out;
        this.settling = settling;
        this.packet = options.stamp().packet();
        this.reflector = new Reflector(options.stamp(), seal);
    }

    void onClock(long newUnixMinusNowNs) {
        unixMinusNowNs = newUnixMinusNowNs;
    }

    void onUplink(String uplink, Endpoint local) {
        addresses.put(uplink, local);
    }

    Reflector reflector() {
        return reflector;
    }

    /** See {@link AgentCore#onDatagram}. */
    void onDatagram(
            long nowNs,
            long arrivedNs,
            String uplink,
            Endpoint from,
            int octet,
            int hopLimit,
            ByteBuffer buffer,
            int offset,
            int length) {
        counters.received++;
        StampReject reject =
                take(nowNs, arrivedNs, uplink, from, octet, hopLimit, buffer, offset, length);
        if (reject != null) {
            counters.reject(reject);
        }
    }

    private @Nullable StampReject take(
            long nowNs,
            long arrivedNs,
            String uplink,
            Endpoint from,
            int octet,
            int hopLimit,
            ByteBuffer buffer,
            int offset,
            int length) {
        if (reflector.isTooShort(length)) {
            return StampReject.TOO_SHORT;
        }
        if (length > AgentCore.MAX_DATAGRAM_BYTES) {
            return StampReject.TOO_LONG;
        }
        ProbedPair pair = peers.ofSource(uplink, from);
        if (pair == null && !options.stamp().reflectStrangers()) {
            return StampReject.UNKNOWN_PEER;
        }
        if (seal != null && !seal.baseIsGenuine(buffer, offset)) {
            return StampReject.HMAC_MISMATCH;
        }
        Endpoint local = addresses.get(uplink);
        arrival.set(unixNs(arrivedNs), octet, hopLimit, from, local, pair != null);
        boolean reflection = reflector.mayBeReflection(buffer, offset, length);
        if (pair == null) {
            return takeStranger(nowNs, uplink, reflection, buffer, offset, length);
        }
        if (reflection) {
            return length < packet.bytes()
                    ? StampReject.TOO_SHORT
                    : takeReply(nowNs, arrivedNs, uplink, buffer, offset, length);
        }
        return takeProbe(nowNs, arrivedNs, pair, buffer, offset, length);
    }

    private @Nullable StampReject takeStranger(
            long nowNs,
            String uplink,
            boolean reflection,
            ByteBuffer buffer,
            int offset,
            int length) {
        if (reflection && arrival.isFromReflectorPort()) {
            return StampReject.MAY_LOOP;
        }
        if (!strangerLimit.admit(nowNs, arrival.from())) {
            return StampReject.RATE_LIMITED;
        }
        reflect(nowNs, strangers, uplink, buffer, offset, length);
        return null;
    }

    private @Nullable StampReject takeProbe(
            long nowNs,
            long arrivedNs,
            ProbedPair pair,
            ByteBuffer buffer,
            int offset,
            int length) {
        int id = packet.sessionId(buffer, offset);
        ProbedPair owner = peers.ofSession(id);
        if (owner != null && owner.session(id).wrote(buffer, offset)) {
            return StampReject.OWN_PROBE;
        }
        int sequence = packet.sequence(buffer, offset);
        long departed =
                WireTime.unixNs(
                        packet.timestamp(buffer, offset), packet.errorEstimate(buffer, offset));
        StampReject reject = pair.reflected.admit(nowNs, seal != null, id, sequence, departed);
        if (reject != null) {
            return reject;
        }
        ReflectorSession session = pair.reflected.session(id);
        reflect(nowNs, session, pair.uplink(), buffer, offset, length);
        if (PeerTable.triesCodePoints(id)) {
            return null; // such probes may fare otherwise than the link does
        }
        session.arrivals().onArrival(sequence);
        pair.estimator.onProbe(nowNs, session.arrivals(), arrivedNs - departed);
        settling.settle(nowNs, pair);
        return null;
    }

    private @Nullable StampReject takeReply(
            long nowNs, long arrivedNs, String uplink, ByteBuffer buffer, int offset, int length) {
        int id = packet.sessionId(buffer, offset);
        ProbedPair owner = peers.ofSession(id);
        if (owner == null) {
            return StampReject.UNKNOWN_SESSION;
        }
        if (!owner.uplink().equals(uplink)) {
            return StampReject.WRONG_SOURCE;
        }
        SenderSession session = owner.session(id);
        StampReject reject =
                session.onReply(arrivedNs, arrival.from(), arrival.octet(), buffer, offset, length);
        if (reject == null) {
            counters.repliesReceived++;
        }
        if (PeerTable.triesCodePoints(id)) {
            if (reject == null) {
                int sequence = packet.senderSequence(buffer, offset);
                int reply = packet.sequence(buffer, offset);
                codePoints.onReply(nowNs, owner.codePoints, sequence, reply);
            }
            return reject;
        }
        if (reject == null) {
            owner.estimator.onReply(nowNs, owner.session);
            codePoints.onOrdinaryReply(owner.codePoints, owner.session);
        } else if (reject == StampReject.DUPLICATE) {
            owner.estimator.onDuplicateReply(nowNs, owner.session.ledger());
        }
        settling.settle(nowNs, owner);
        return reject;
    }

    private void reflect(
            long nowNs,
            ReflectorSession session,
            String uplink,
            ByteBuffer buffer,
            int offset,
            int length) {
        counters.probesReceived++;
        int octet =
                reflector.reflect(
                        nowNs, unixNs(nowNs), arrival, session, buffer, offset, length, out, 0);
        counters.reflected++;
        sink.send(uplink, arrival.from(), octet < 0 ? options.probeOctet() : octet, out, 0, length);
    }

    private long unixNs(long nowNs) {
        return nowNs + unixMinusNowNs;
    }
}
