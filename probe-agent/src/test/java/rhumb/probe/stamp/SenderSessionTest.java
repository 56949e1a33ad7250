package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

class SenderSessionTest {
    private static final long MS = 1_000_000L;
    private static final long FAR_CLOCK = 1_700_000_000_000_000_000L;
    private static final Endpoint FAR = Endpoint.parse("192.0.2.1:862");

    private final SenderSession sender = new SenderSession(77, FAR);
    private final Reflector reflector = new Reflector(StampOptions.STANDARD, null);
    private final ReflectorSession stateful = new ReflectorSession(77, true);
    private final Arrival arrival = new Arrival();
    private final ByteBuffer probe = ByteBuffer.allocate(200);
    private final ByteBuffer reply = ByteBuffer.allocate(200);

    @BeforeEach
    void oneProbe() {
        sender.write(10 * MS, FAR_CLOCK + 5, probe, 0, 44);
    }

    @Test
    void takesTheReflectorsResidenceOut() {
        reflect(30 * MS, 44);
        // 20 ms there, 7 ms at the reflector, 15 ms back.
        reply.putLong(4, WireTime.ntp(FAR_CLOCK + 37 * MS));
        assertThat(sender.onReply(52 * MS, FAR, -1, reply, 0, 44)).isNull();
        assertThat(sender.rttNs()).isEqualTo(35 * MS);
        assertThat(sender.forwardTransitNs()).isEqualTo(FAR_CLOCK + 20 * MS);
        assertThat(sender.backwardTransitNs()).isEqualTo(15 * MS - FAR_CLOCK);
    }

    @Test
    void aClockSetBetweenT2AndT3GivesNoRoundTrip() {
        reflect(30 * MS, 44);
        reply.putLong(4, WireTime.ntp(FAR_CLOCK - 3_600_000 * MS));
        assertThat(sender.onReply(52 * MS, FAR, -1, reply, 0, 44)).isNull();
        assertThat(sender.rttNs()).isEqualTo(SenderSession.UNKNOWN);
    }

    @Test
    void refusesWhatIsNotItsAnswer() {
        reflect(30 * MS, 44);
        Endpoint stranger = Endpoint.parse("192.0.2.2:862");
        assertThat(sender.onReply(50 * MS, stranger, -1, reply, 0, 44))
                .isEqualTo(StampReject.WRONG_SOURCE);
        assertThat(new SenderSession(78, FAR).onReply(50 * MS, FAR, -1, reply, 0, 44))
                .isEqualTo(StampReject.UNKNOWN_SESSION);
        assertThat(sender.onReply(5_011 * MS, FAR, -1, reply, 0, 44)).isEqualTo(StampReject.LATE);
        reply.putInt(24, 1);
        assertThat(sender.onReply(50 * MS, FAR, -1, reply, 0, 44))
                .isEqualTo(StampReject.NEVER_SENT);
        reply.putInt(24, 0);
        reply.putInt(32, reply.getInt(32) ^ 1);
        assertThat(sender.onReply(50 * MS, FAR, -1, reply, 0, 44))
                .isEqualTo(StampReject.TIMESTAMP_MISMATCH);
        reply.putInt(32, reply.getInt(32) ^ 1);
        assertThat(sender.onReply(50 * MS, FAR, -1, reply, 0, 44)).isNull();
        assertThat(sender.onReply(51 * MS, FAR, -1, reply, 0, 44)).isEqualTo(StampReject.DUPLICATE);
        assertThat(sender.accepted()).isEqualTo(1);
    }

    @Test
    void anAnswerOlderThanTheRingIsLate() {
        reflect(30 * MS, 44);
        for (int i = 0; i < SenderSession.RING; i++) {
            sender.write(11 * MS, FAR_CLOCK + 6, probe, 0, 44);
        }
        assertThat(sender.onReply(50 * MS, FAR, -1, reply, 0, 44)).isEqualTo(StampReject.LATE);
    }

    @Test
    void paddedProbesComeBackAsLongAsTheyWent() {
        sender.write(10 * MS, FAR_CLOCK, probe, 0, 128);
        reflect(30 * MS, 128);
        assertThat(reply.get(44)).isZero();
        assertThat(reply.get(45)).isEqualTo((byte) StampTlv.EXTRA_PADDING);
        assertThat(reply.getShort(46)).isEqualTo((short) 80);
        assertThat(reply.get(128)).isZero();
        assertThat(sender.onReply(50 * MS, FAR, -1, reply, 0, 44)).isNull();
    }

    @Test
    void statefulCountsItsAnswersStatelessCopies() {
        ReflectorSession stateless = new ReflectorSession(77, false);
        for (int i = 0; i < 3; i++) {
            sender.write(10 * MS, FAR_CLOCK, probe, 0, 44);
        }
        reflect(30 * MS, 44);
        assertThat(StampPacket.OPEN.sequence(reply, 0)).isZero();
        assertThat(StampPacket.OPEN.senderSequence(reply, 0)).isEqualTo(3);
        reflector.reflect(1, 1, arrival, stateless, probe, 0, 44, reply, 0);
        assertThat(StampPacket.OPEN.sequence(reply, 0)).isEqualTo(3);
    }

    @Test
    void anyBytesGiveAVerdictAndReadNothingOutside() {
        SplittableRandom random = new SplittableRandom(3);
        ArrivalLedger arrivals = stateful.arrivals();
        for (int i = 0; i < 200_000; i++) {
            sender.write(i * MS, FAR_CLOCK + i * MS, probe, 0, 44);
            int length = random.nextInt(44, 160);
            // Exactly as long as the packet, so that a read beyond it would throw.
            ByteBuffer in = ByteBuffer.allocate(length);
            if (random.nextBoolean()) {
                for (int at = 0; at < length; at++) {
                    in.put(at, (byte) random.nextInt());
                }
            } else {
                StampPacket.OPEN.writeReflection(probe, 0, in, 0, i, 1L << 62, 1L << 62, 1, 9);
                for (int flips = random.nextInt(4); flips > 0; flips--) {
                    in.put(random.nextInt(length), (byte) random.nextInt());
                }
            }
            sender.onReply((i + 5) * MS, FAR, -1, in, 0, length);
            ByteBuffer out = ByteBuffer.allocate(length);
            arrival.set(
                    i,
                    random.nextInt(-1, 256),
                    random.nextInt(-1, 256),
                    FAR,
                    FAR,
                    random.nextBoolean());
            reflector.reflect(i, i, arrival, stateful, in, 0, length, out, 0);
            arrivals.onArrival(StampPacket.OPEN.sequence(in, 0));
            assertThat(StampPacket.OPEN.senderSequence(out, 0))
                    .isEqualTo(StampPacket.OPEN.sequence(in, 0));
            assertThat(arrivals.lost()).isBetween(-1L, (long) ArrivalLedger.MAX_JUMP);
        }
        assertThat(sender.accepted()).isGreaterThan(10_000);
    }

    private void reflect(long nowNs, int length) {
        arrival.set(FAR_CLOCK + nowNs, -1, 60, FAR, null, true);
        reflector.reflect(nowNs, FAR_CLOCK + nowNs, arrival, stateful, probe, 0, length, reply, 0);
    }
}
