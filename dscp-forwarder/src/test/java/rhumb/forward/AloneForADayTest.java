package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.southbound.rule.LinkSecurity;

/** All controllers are gone for a day: forwarders go on by what they have. */
class AloneForADayTest {
    private static final long MINUTE = 60 * S;
    private static final long HOUR = 60 * MINUTE;
    private static final int POPS = 3;

    private final TestNet net = new TestNet(POPS).secured(LinkSecurity.ENCRYPT);
    private final long startNs = net.nowNs;
    private int sent;

    /** From here on nobody hears of anybody's keys. */
    private void loseControllers() {
        for (int n = 1; n <= POPS; n++) {
            net.cut.add(n);
            net.node(n).core.onControllerLost();
        }
    }

    private void until(long atNs) {
        net.run(startNs + atNs - net.nowNs);
    }

    /** Packets of a call for four seconds; the numbers of those that did not come out. */
    private Set<Integer> call() {
        int first = sent;
        int count = 200;
        net.every(20 * MS, count, i -> net.node(1).client(4_000, AUDIO, first + i));
        sent += count;
        net.run(4 * S + 500 * MS);
        Set<Integer> missing = new HashSet<>();
        for (int i = first; i < sent; i++) {
            missing.add(i);
        }
        net.node(POPS).targetNumbers().forEach(missing::remove);
        return missing;
    }

    private void isolate(int pop, boolean dark) {
        for (int other = 1; other <= POPS; other++) {
            if (other != pop) {
                net.wire(pop, other).blackhole = dark;
                net.wire(other, pop).blackhole = dark;
            }
        }
    }

    @Test
    void mediaGoOnAndOutagesAreGoneRound() {
        loseControllers();
        for (int hour = 1; hour <= 23; hour++) {
            until(hour * HOUR);
            assertThat(call()).as("hour %d", hour).isEmpty();
            // Silence on the direct link for a quarter of an hour, noticed by those who send.
            net.wire(1, POPS).blackhole = true;
            call();
            assertThat(call()).as("round the dead link in hour %d", hour).isEmpty();
            until(hour * HOUR + 15 * MINUTE);
            net.wire(1, POPS).blackhole = false;
            call();
        }
        until(24 * HOUR);
        assertThat(call()).isEmpty();
        for (int n = 1; n <= POPS; n++) {
            assertThat(net.node(n).core.keyRotations()).isLessThanOrEqualTo(1);
        }
        net.assertConserved();
    }

    @Test
    void aPopThatWasDarkForHoursIsThereAgain() {
        loseControllers();
        for (int hour = 2; hour <= 20; hour += 6) {
            until(hour * HOUR);
            isolate(POPS, true);
            until((hour + 3) * HOUR);
            isolate(POPS, false);
            net.run(MINUTE);
            assertThat(call()).as("after the outage of hour %d", hour).isEmpty();
        }
        until(24 * HOUR);
        assertThat(call()).isEmpty();
    }

    @Test
    void whoRestartsAtNightIsThereAgain() {
        loseControllers();
        until(12 * HOUR);
        for (int n = 1; n <= POPS; n++) {
            net.restart(n);
            net.run(10 * MINUTE);
            assertThat(call()).as("after a restart of %d", n).isEmpty();
        }
        until(24 * HOUR);
        assertThat(call()).isEmpty();
    }

    @Test
    void keysChangeAgainOnceAControllerIsThere() {
        loseControllers();
        until(6 * HOUR);
        long before = net.node(1).core.keyRotations();
        net.cut.clear();
        for (int n = 1; n <= POPS; n++) {
            net.node(n).core.onControllerEstablished(net.nowNs, false);
        }
        net.installConnected();
        assertThat(call()).isEmpty();
        net.run(HOUR);
        assertThat(net.node(1).core.keyRotations()).isGreaterThan(before + 10);
        assertThat(call()).isEmpty();
    }
}
