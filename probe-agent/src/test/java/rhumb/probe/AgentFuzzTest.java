package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.probe.AgentNet.MS;
import static rhumb.probe.AgentNet.SECOND;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.StampReject;
import rhumb.probe.stamp.WireClock;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkPassive;

/**
 * Anything may arrive at the STAMP port: a verdict each time, never an exception, never more out.
 */
class AgentFuzzTest {
    private static final Endpoint STRANGER = Endpoint.parse("198.51.100.9:4000");

    /** Needs a key, strangers that are answered, or other links. */
    private static final Set<StampReject> ELSEWHERE =
            EnumSet.of(
                    StampReject.LATE,
                    StampReject.WRONG_SOURCE,
                    StampReject.HMAC_MISMATCH,
                    StampReject.REPLAYED,
                    StampReject.OWN_PROBE,
                    StampReject.MAY_LOOP);

    private final AgentNet net = AgentNet.pair(77);
    private final AgentNet.Pop fra = net.pop("fra");
    private final AgentNet.Pop sin = net.pop("sin");
    private final SplittableRandom random = new SplittableRandom(78);

    @Test
    void randomAndMutatedDatagrams() {
        net.run(2 * SECOND);
        AgentCounters counters = fra.core.counters();
        List<byte[]> real = realDatagrams();
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = random.nextInt(3) == 0 ? noise() : mutated(real);
            Endpoint from = random.nextInt(8) == 0 ? STRANGER : sin.address;
            String uplink = random.nextInt(16) == 0 ? "other" : "main";
            long sentBefore = fra.sentBytes;
            // The buffer ends with the datagram, so that a read beyond it would throw.
            int offset = random.nextInt(5);
            ByteBuffer buffer = ByteBuffer.allocate(offset + bytes.length);
            buffer.put(offset, bytes);
            net.now += 10_000;
            fra.core.onDatagram(
                    net.now, net.now, uplink, from, -1, -1, buffer, offset, bytes.length);
            assertThat(fra.sentBytes - sentBefore).isIn(0L, (long) bytes.length);
        }
        long rejected = StampReject.ALL.stream().mapToLong(counters::rejects).sum();
        assertThat(counters.received())
                .isEqualTo(counters.probesReceived() + counters.repliesReceived() + rejected);
        assertThat(StampReject.ALL)
                .filteredOn(r -> !ELSEWHERE.contains(r))
                .allMatch(r -> counters.rejects(r) > 0);
        fra.core.estimates(net.now);
        net.run(60 * SECOND);
    }

    @Test
    void absurdIntervalsOfMedia() {
        net.run(2 * SECOND);
        long[] extremes = {0, 1, -1, 7, 1_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE};
        List<LinkPassive.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long[] pick = new long[7];
            for (int j = 0; j < pick.length; j++) {
                pick[j] = extremes[random.nextInt(extremes.length)];
            }
            LinkView view = random.nextBoolean() ? LinkView.SENDER : LinkView.RECEIVER;
            String link = random.nextBoolean() ? "fra->sin" : "sin->fra";
            entries.add(
                    new LinkPassive.Entry(
                            LinkId.parse(link),
                            view,
                            pick[0],
                            pick[1],
                            pick[2],
                            pick[3],
                            pick[4],
                            pick[5],
                            pick[6]));
        }
        for (LinkPassive.Entry entry : entries) {
            net.now += MS;
            fra.core.onPassive(net.now, new LinkPassive(List.of(entry)));
            fra.core
                    .estimates(net.now)
                    .forEach(e -> assertThat(e.lossPpmShort()).isBetween(-1L, 1_000_000L));
        }
        AgentCounters counters = fra.core.counters();
        assertThat(counters.passiveEntries()).isPositive();
        assertThat(counters.passiveEntries() + counters.passiveRefused()).isEqualTo(20_000);
    }

    private List<byte[]> realDatagrams() {
        List<byte[]> real = new ArrayList<>();
        AgentOptions padded =
                new AgentOptions(
                        new StampOptions(true, true, WireClock.STANDARD, null),
                        80,
                        192,
                        SECOND,
                        true);
        AgentNet other = new AgentNet(79, padded, "fra", "sin");
        other.planAll(100 * MS);
        for (AgentNet source : List.of(net, other)) {
            source.heard = real;
            source.run(SECOND);
            source.heard = null;
        }
        return real;
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(100) == 0 ? 9_300 : random.nextInt(120)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] mutated(List<byte[]> real) {
        byte[] bytes = real.get(random.nextInt(real.size())).clone();
        int flips = random.nextInt(5);
        for (int i = 0; i < flips; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0 && bytes.length >= StampPacket.OPEN.bytes()) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
        }
        return bytes;
    }
}
