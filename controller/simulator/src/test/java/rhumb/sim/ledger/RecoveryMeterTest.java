package rhumb.sim.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;

/** Streams of 50 packets a second for 20 s; the event is at 10 s. */
final class RecoveryMeterTest {
    private static final long MS = 1_000_000L;
    private static final long EVENT = 10_000 * MS;
    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void fromTheEventUntilTheTargetIsHeldAgain() {
        PacketLedger audio = stream(TrafficClass.AUDIO, 20_000, between(10_000, 10_300), 0);
        // The last packet lost was sent at 10.28 s: the window from 10.29 s on is clean.
        assertThat(recovery(audio, EVENT, NEVER, false)).isEqualTo(after(290));
    }

    @Test
    void aLongGoodTimeBetweenTwoLossesEndsIt() {
        PacketLedger audio =
                stream(
                        TrafficClass.AUDIO,
                        20_000,
                        ms -> ms == 10_100 || ms == 10_400 || ms == 12_000,
                        0);
        assertThat(recovery(audio, EVENT, NEVER, false)).isEqualTo(after(410));
    }

    @Test
    void classTargetDecides() {
        // One of 25 is 4 %: too much for audio, good enough for bulk.
        LongPredicate one = ms -> ms == 10_100;
        assertThat(recovery(stream(TrafficClass.AUDIO, 20_000, one, 0), EVENT, NEVER, false))
                .isEqualTo(after(110));
        assertThat(recovery(stream(TrafficClass.BULK, 20_000, one, 0), EVENT, NEVER, false))
                .isEqualTo(Recovery.NOT_AFFECTED);
    }

    @Test
    void lateIsAsBadAsLost() {
        PacketLedger audio = stream(TrafficClass.AUDIO, 20_000, ms -> false, 401);
        assertThat(recovery(audio, EVENT, NEVER, false)).isEqualTo(Recovery.NEVER);
        PacketLedger inTime = stream(TrafficClass.AUDIO, 20_000, ms -> false, 399);
        assertThat(recovery(inTime, EVENT, NEVER, false)).isEqualTo(Recovery.NOT_AFFECTED);
    }

    @Test
    void neverWhenItDoesNotComeBack() {
        PacketLedger dead = stream(TrafficClass.AUDIO, 20_000, ms -> ms >= 10_000, 0);
        assertThat(recovery(dead, EVENT, NEVER, false)).isEqualTo(Recovery.NEVER);
    }

    @Test
    void laterTroubleIsNotBlamedOnTheEvent() {
        PacketLedger later = stream(TrafficClass.AUDIO, 20_000, between(14_000, 14_500), 0);
        assertThat(recovery(later, EVENT, NEVER, false)).isEqualTo(Recovery.NOT_AFFECTED);
        PacketLedger next = stream(TrafficClass.AUDIO, 20_000, between(11_000, 11_200), 0);
        assertThat(recovery(next, EVENT, 11_000 * MS, false)).isEqualTo(Recovery.NOT_AFFECTED);
        assertThat(recovery(next, 11_000 * MS, NEVER, false)).isEqualTo(after(190));
    }

    @Test
    void healingIsNotBlamedForTroubleThatWasThere() {
        PacketLedger audio = stream(TrafficClass.AUDIO, 20_000, between(9_800, 10_200), 0);
        assertThat(recovery(audio, EVENT, NEVER, true)).isEqualTo(Recovery.NOT_AFFECTED);
        assertThat(recovery(audio, EVENT, NEVER, false)).isEqualTo(after(190));
        PacketLedger hurt = stream(TrafficClass.AUDIO, 20_000, between(10_000, 10_200), 0);
        assertThat(recovery(hurt, EVENT, NEVER, true)).isEqualTo(after(190));
    }

    @Test
    void streamsThatEndedBeforeDoNotCount() {
        PacketLedger ended = stream(TrafficClass.AUDIO, 9_000, ms -> false, 0);
        assertThat(recovery(ended, EVENT, NEVER, false)).isEqualTo(Recovery.NOT_AFFECTED);
    }

    @Test
    void theLastStreamCounts() {
        List<PacketLedger> all =
                List.of(
                        stream(TrafficClass.AUDIO, 20_000, between(10_000, 10_300), 0),
                        stream(TrafficClass.VIDEO, 20_000, between(10_000, 10_700), 0),
                        stream(TrafficClass.LIVE, 20_000, ms -> false, 0));
        assertThat(RecoveryMeter.measure(all, EVENT, NEVER, false)).isEqualTo(after(690));
    }

    private static Recovery recovery(
            PacketLedger stream, long eventNs, long nextEventNs, boolean heals) {
        return RecoveryMeter.measure(List.of(stream), eventNs, nextEventNs, heals);
    }

    private static Recovery after(long ms) {
        return new Recovery(true, OptionalLong.of(ms * MS));
    }

    private static LongPredicate between(long fromMs, long toMs) {
        return ms -> ms >= fromMs && ms < toMs;
    }

    /** Sends every 20 ms; loses what the predicate says; adds a delay from the event on. */
    private static PacketLedger stream(
            TrafficClass c, long untilMs, LongPredicate lost, long delayMs) {
        PacketLedger ledger = new PacketLedger(ClassTarget.standard(c));
        ByteBuffer packet = ByteBuffer.allocate(32);
        for (long ms = 0; ms < untilMs; ms += 20) {
            packet.putLong(0, ms);
            ledger.onSent(ms * MS, packet, 0, 32, 0);
            if (!lost.test(ms)) {
                long lateMs = ms >= 10_000 ? delayMs : 0;
                ledger.onReceived((ms + lateMs) * MS, packet, 0, 32, 0);
            }
        }
        return ledger;
    }
}
