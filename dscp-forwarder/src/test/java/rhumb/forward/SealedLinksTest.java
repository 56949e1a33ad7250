package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rhumb.forward.queue.QueueLimits;
import rhumb.forward.session.SessionLimits;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.Introduction;
import rhumb.forward.wire.OverlayHeader;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.SecurityRule;

/** Keys, rotations, restarts and replays of forwarders that seal what they send. */
class SealedLinksTest {
    private static ForwarderOptions rekeyed(long rekeyNs) {
        return new ForwarderOptions(QueueLimits.STANDARD, SessionLimits.STANDARD, 1 * S, rekeyNs);
    }

    private static long drops(TestNet net, int n, DropReason reason) {
        return net.node(n).core.counters().drops(reason);
    }

    @Test
    void mediaArriveAndNobodyReadsThemOnTheWay() {
        TestNet net = new TestNet(3).secured(LinkSecurity.ENCRYPT);
        net.wires.values().forEach(wire -> wire.capture = true);
        byte[] secret = "nobody reads this".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        net.every(10 * MS, 100, i -> net.node(1).client(4_000, AUDIO, secret));
        net.run(2 * S);
        assertThat(net.node(3).toTargets).hasSize(100);
        assertThat(net.node(3).toTargets).allMatch(d -> d.length() == secret.length);
        for (byte[] datagram : net.wire(1, 3).captured) {
            assertThat(contains(datagram, secret)).isFalse();
            ByteBuffer b = ByteBuffer.wrap(datagram);
            assertThat(OverlayHeader.mode(b, 0))
                    .isIn(OverlayHeader.MODE_ENCRYPTED, OverlayHeader.MODE_INTRODUCTION);
        }
        net.assertConserved();
    }

    @Test
    void authenticatedMediaCanBeReadAndNotChanged() {
        TestNet net = new TestNet(3).secured(LinkSecurity.AUTHENTICATE);
        net.wire(1, 3).capture = true;
        net.node(1).client(4_000, AUDIO, 7);
        net.run(100 * MS);
        assertThat(net.node(3).targetNumbers()).containsExactly(7);
        byte[] datagram =
                net.wire(1, 3).captured.stream().filter(d -> d.length > 150).findFirst().get();
        ByteBuffer b = ByteBuffer.wrap(datagram);
        assertThat(OverlayHeader.mode(b, 0)).isEqualTo(OverlayHeader.MODE_AUTHENTICATED);
        assertThat(b.getInt(OverlayHeader.bytes(b, 0))).isEqualTo(7);
        long before = drops(net, 3, DropReason.UNAUTHENTICATED);
        for (int i = 12; i < datagram.length; i++) {
            byte[] changed = datagram.clone();
            changed[i] ^= 1;
            net.inject(3, TestNet.address(1), changed);
        }
        assertThat(drops(net, 3, DropReason.UNAUTHENTICATED) - before)
                .isEqualTo(datagram.length - 12);
        net.assertConserved();
    }

    @Test
    void aReceiverTakesOnlyWhatItsRulesSay() {
        TestNet clear = new TestNet(2).installAll();
        clear.wire(1, 2).capture = true;
        clear.node(1).client(4_000, AUDIO, 1);
        clear.run(50 * MS);
        TestNet sealed = new TestNet(2).secured(LinkSecurity.ENCRYPT);
        sealed.wire(1, 2).capture = true;
        sealed.node(1).client(4_000, AUDIO, 1);
        sealed.run(50 * MS);
        long arrived = sealed.node(2).toTargets.size();
        clear.wire(1, 2).captured.forEach(d -> sealed.inject(2, TestNet.address(1), d));
        sealed.wire(1, 2).captured.forEach(d -> clear.inject(2, TestNet.address(1), d));
        assertThat(drops(sealed, 2, DropReason.BAD_MODE))
                .isEqualTo(clear.wire(1, 2).captured.size());
        assertThat(drops(clear, 2, DropReason.BAD_MODE)).isPositive();
        assertThat(sealed.node(2).toTargets).hasSize((int) arrived);
    }

    @Test
    void rulesThatSayNothingEncrypt() {
        TestNet net = new TestNet(2).secured(LinkSecurity.ENCRYPT);
        net.install(
                1,
                rules -> {
                    rules.removeIf(rule -> rule instanceof SecurityRule);
                    return rules;
                });
        assertThat(net.node(1).core.fib().security()).isEqualTo(LinkSecurity.ENCRYPT);
    }

    /** An operator secures an overlay that runs, takes it back, and does it again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theModeChangesUnderTrafficThatHasCountedFar(int lanes) {
        TestNet net = new TestNet(2).lanes(lanes).installAll();
        net.wire(1, 2).capture = true;
        int sent = 0;
        for (LinkSecurity mode :
                new LinkSecurity[] {
                    LinkSecurity.NONE,
                    LinkSecurity.ENCRYPT,
                    LinkSecurity.NONE,
                    LinkSecurity.AUTHENTICATE,
                    LinkSecurity.ENCRYPT
                }) {
            net.secured(mode);
            int first = sent;
            net.every(MS / 10, 20_000, i -> net.node(1).client(4_000 + i % 8, AUDIO, first + i));
            net.run(3 * S);
            sent += 20_000;
            assertThat(net.node(2).toTargets).as("%s", mode).hasSize(sent);
        }
        assertThat(drops(net, 2, DropReason.REPLAYED)).isZero();
        int delivered = net.node(2).toTargets.size();
        for (byte[] datagram : List.copyOf(net.wire(1, 2).captured)) {
            net.inject(2, TestNet.address(1), datagram);
        }
        assertThat(net.node(2).toTargets).as("nothing of all that is new").hasSize(delivered);
        net.assertConserved();
    }

    @Test
    void withoutAKeyNothingLeavesAndEachPacketIsCounted() {
        TestNet net = new TestNet(2);
        net.security = LinkSecurity.ENCRYPT;
        net.installAll(); // nobody told a key
        net.every(1 * MS, 50, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        assertThat(drops(net, 1, DropReason.NO_KEY)).isGreaterThanOrEqualTo(50);
        assertThat(net.wire(1, 2).carried).isZero();
        net.assertConserved();
    }

    /** Media every millisecond over ten keys, one forwarder being cut off for a while. */
    @Test
    void aRotationLosesNothing() {
        TestNet net = new TestNet(3, rekeyed(2 * S)).secured(LinkSecurity.ENCRYPT);
        net.every(1 * MS, 24_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(5 * S);
        long before = net.node(1).core.keyRotations();
        assertThat(before).isPositive();
        net.cut.add(3);
        net.run(8 * S);
        assertThat(net.node(1).core.keyRotations())
                .as("the one cut off keeps a key that works")
                .isLessThanOrEqualTo(before + 1);
        net.cut.clear();
        net.installConnected();
        net.run(13 * S);
        assertThat(net.node(1).core.keyRotations()).isGreaterThan(before + 3);
        assertThat(net.node(3).toTargets).hasSize(24_000);
        for (int n = 1; n <= 3; n++) {
            assertThat(drops(net, n, DropReason.NO_KEY)).isZero();
            assertThat(drops(net, n, DropReason.UNAUTHENTICATED)).isZero();
            assertThat(drops(net, n, DropReason.REPLAYED)).isZero();
        }
        net.assertConserved();
    }

    @Test
    void whoRestartsGoesOnWithoutAController() {
        TestNet net = new TestNet(3).secured(LinkSecurity.ENCRYPT);
        net.cut.addAll(Set.of(1, 2, 3));
        for (int round = 0; round < 3; round++) {
            for (int n = 1; n <= 3; n++) {
                net.restart(n);
                net.run(200 * MS);
                int before = net.node(3).toTargets.size();
                net.every(1 * MS, 100, i -> net.node(1).client(4_000, AUDIO, i));
                net.run(300 * MS);
                assertThat(net.node(3).toTargets).as("after " + n).hasSize(before + 100);
            }
        }
        for (int n = 1; n <= 3; n++) {
            net.restart(n);
        }
        net.run(200 * MS);
        int before = net.node(3).toTargets.size();
        net.every(1 * MS, 100, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(300 * MS);
        assertThat(net.node(3).toTargets).hasSize(before + 100);
    }

    /** A record of everything on a link, shuffled and played again, over rotations and restarts. */
    @Test
    void nothingIsTakenTwiceOverRotationsAndRestarts() {
        TestNet net = new TestNet(3, rekeyed(2 * S)).secured(LinkSecurity.ENCRYPT);
        net.wire(1, 3).capture = true;
        Random random = new Random(1);
        int sent = 0;
        for (int round = 0; round < 6; round++) {
            int from = sent;
            net.every(1 * MS, 1_000, i -> net.node(1).client(4_000, AUDIO, from + i));
            sent += 1_000;
            net.run(1_500 * MS);
            replay(net, random);
            if (round % 2 == 1) {
                net.restart(round == 1 ? 3 : 1);
                replay(net, random);
                net.run(200 * MS);
                replay(net, random);
            }
        }
        assertThat(net.node(2).core.keyRotations()).isPositive();
        List<Integer> numbers = net.node(3).targetNumbers();
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(numbers.size()).isGreaterThanOrEqualTo(sent - 100);
    }

    private static void replay(TestNet net, Random random) {
        List<byte[]> record = new ArrayList<>(net.wire(1, 3).captured);
        Collections.shuffle(record, random);
        int before = net.node(3).toTargets.size();
        long consumed = net.node(3).core.counters().toTargets;
        record.forEach(d -> net.inject(3, TestNet.address(1), d.clone()));
        assertThat(net.node(3).toTargets).hasSize(before);
        assertThat(net.node(3).core.counters().toTargets).isEqualTo(consumed);
    }

    /**
     * Generations, lane, life and number stand in the clear; the receiver's life stays the same.
     */
    @Test
    void noNonceIsUsedTwice() {
        TestNet net = new TestNet(2, rekeyed(1 * S)).secured(LinkSecurity.ENCRYPT);
        net.wire(1, 2).capture = true;
        for (int round = 0; round < 4; round++) {
            net.every(1 * MS, 500, i -> net.node(1).client(4_000, AUDIO, i));
            net.run(700 * MS);
            // The link goes and comes back.
            net.install(1, rules -> rules.stream().filter(r -> !isLink(r)).toList());
            net.run(50 * MS);
            net.installConnected();
            net.run(100 * MS);
            net.every(1 * MS, 500, i -> net.node(1).client(4_000, AUDIO, i));
            net.run(700 * MS);
            net.restart(1);
            net.run(200 * MS);
        }
        List<String> nonces =
                net.wire(1, 2).captured.stream()
                        .map(d -> java.util.HexFormat.of().formatHex(d, 0, 12))
                        .toList();
        assertThat(nonces.size()).isGreaterThan(3_000);
        assertThat(nonces).doesNotHaveDuplicates();
    }

    private static boolean isLink(rhumb.southbound.rule.Rule rule) {
        return rule instanceof rhumb.southbound.rule.NeighborRule
                || rule instanceof rhumb.southbound.rule.RouteRule;
    }

    @Test
    void anotherKeyUnderOneNumberIsTaken() {
        TestNet net = new TestNet(2).secured(LinkSecurity.ENCRYPT);
        // PoP 2 lost its disk: new keys, as it happens with the number of the old one.
        var old = java.util.Objects.requireNonNull(net.told.get(2)).getFirst();
        var other = TestNet.credentials(77, 1).keys().publicKeys().getFirst();
        var impostor =
                new rhumb.southbound.rule.PublicKey(
                        old.generation(), other.a(), other.b(), other.c(), other.d());
        net.install(
                1,
                rules -> {
                    rules.removeIf(rule -> rule instanceof KeyRule);
                    rules.add(new KeyRule(2, List.of(impostor)));
                    return rules;
                });
        net.run(100 * MS);
        int before = net.node(2).toTargets.size();
        net.node(1).client(4_000, AUDIO, 1);
        net.run(100 * MS);
        assertThat(net.node(2).toTargets).hasSize(before);
        net.installConnected();
        net.run(1_200 * MS);
        net.node(1).client(4_000, AUDIO, 2);
        net.run(100 * MS);
        assertThat(net.node(2).toTargets).hasSize(before + 1);
    }

    @Test
    void anIntroductionIsAnsweredSeldomAndWithNoMoreThanItself() {
        TestNet net = new TestNet(2);
        net.wires.values().forEach(wire -> wire.capture = true);
        net.secured(LinkSecurity.ENCRYPT);
        net.restart(2);
        List<byte[]> introductions =
                net.wire(1, 2).captured.stream()
                        .filter(d -> d.length == Introduction.BYTES)
                        .toList();
        assertThat(introductions).isNotEmpty();
        long before = net.wire(2, 1).carried;
        for (int i = 0; i < 10_000; i++) {
            byte[] again = introductions.get(i % introductions.size()).clone();
            net.inject(2, TestNet.address(1), again);
        }
        net.run(1 * S);
        assertThat(net.wire(2, 1).carried - before).isLessThan(20);
        net.wire(2, 1).captured.forEach(d -> assertThat(d.length).isLessThanOrEqualTo(200));
    }

    private static boolean contains(byte[] where, byte[] what) {
        for (int i = 0; i + what.length <= where.length; i++) {
            if (Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
                return true;
            }
        }
        return false;
    }
}
