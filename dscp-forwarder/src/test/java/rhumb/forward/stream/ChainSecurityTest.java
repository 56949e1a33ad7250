package rhumb.forward.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.KeyRing;
import rhumb.net.Endpoint;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.PathRule;

/** What strangers and somebody on the way can do to chains: end them, and nothing else. */
class ChainSecurityTest {
    private static final long MS = 1_000_000L;
    private static final PathRule DIRECT = new PathRule(List.of(StreamNet.label(1, 3)), 20 * MS);
    private static final PathRule OVER_2 =
            new PathRule(List.of(StreamNet.label(1, 2), StreamNet.label(2, 3)), 40 * MS);
    private static final ByteBuffer PREFACE =
            new StreamPreface(7, 1, 3, 5, 0, List.of(), 0, "/live/a.flv").write();

    private final StreamNet net = new StreamNet();
    private final Random random = new Random(17);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    @BeforeEach
    void wire() {
        net.node(1).neighbors.put(StreamNet.label(1, 2), 2);
        net.node(1).neighbors.put(StreamNet.label(1, 3), 3);
        net.node(2).neighbors.put(StreamNet.label(2, 3), 3);
        net.node(3);
        net.node(1).routes = List.of(DIRECT, OVER_2);
    }

    private StreamNet.Viewer watch() {
        StreamNet.Viewer viewer = net.new Viewer(net.node(1), 7);
        viewer.say("GET /live/a.flv HTTP/1.1\r\nHost: x\r\n\r\n");
        net.run(400 * MS);
        return viewer;
    }

    private void play(long forNs) {
        for (long doneNs = 0; doneNs < forNs; doneNs += 10 * MS) {
            byte[] burst =
                    "media ".repeat(100 + random.nextInt(900)).getBytes(StandardCharsets.US_ASCII);
            sent.writeBytes(burst);
            net.originConnections.getLast().back.write(ByteBuffer.wrap(burst));
            net.run(10 * MS);
        }
    }

    private void assertWhole(StreamNet.Viewer viewer) {
        net.run(3_000 * MS);
        assertThat(viewer.got.toByteArray()).isEqualTo(sent.toByteArray());
    }

    private void tap(String link) {
        net.tampering.put(
                link,
                bytes -> {
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.get(bytes.position(), copy);
                    seen.writeBytes(copy);
                    return bytes;
                });
    }

    private long rejects(int pop, StreamReject reason) {
        return net.node(pop).core.counters().rejects(reason);
    }

    @Test
    void nobodyOnTheWayReadsWhatIsWatchedOrSent() {
        tap("1>3");
        tap("3>1");
        StreamNet.Viewer viewer = watch();
        play(500 * MS);
        assertWhole(viewer);
        assertThat(seen.size()).isGreaterThan(sent.size());
        String all = seen.toString(StandardCharsets.ISO_8859_1);
        assertThat(all).doesNotContain("/live").doesNotContain("media").doesNotContain("RhSt");
    }

    @Test
    void rulesThatSecureNothingLeaveChainsInClear() {
        net.security = LinkSecurity.NONE;
        net.installAll();
        tap("1>3");
        tap("3>1");
        StreamNet.Viewer viewer = watch();
        play(300 * MS);
        assertWhole(viewer);
        assertThat(seen.toString(StandardCharsets.ISO_8859_1)).contains("/live/a.flv", "media ");
    }

    @Test
    void authenticatedMeansSealedForChains() {
        net.security = LinkSecurity.AUTHENTICATE;
        net.installAll();
        tap("1>3");
        assertWholeAfterHalfASecond();
        assertThat(seen.toString(StandardCharsets.ISO_8859_1)).doesNotContain("/live");
    }

    private void assertWholeAfterHalfASecond() {
        StreamNet.Viewer viewer = watch();
        play(500 * MS);
        assertWhole(viewer);
    }

    /** Any byte of the handshake or of any record, either way: no wrong byte reaches the viewer. */
    @Test
    void aByteThatWasFlippedOnTheWayEndsTheChainAndNotTheStream() {
        int[] until = {Integer.MAX_VALUE};
        boolean[] up = {false};
        for (String link : List.of("1>3", "1>2", "2>3", "3>1", "2>1", "3>2")) {
            boolean towardOrigin = link.charAt(0) < link.charAt(2);
            net.tampering.put(
                    link,
                    bytes -> {
                        until[0] -= towardOrigin == up[0] ? bytes.remaining() : 0;
                        return until[0] < 0 && towardOrigin == up[0]
                                ? flipped(until, bytes)
                                : bytes;
                    });
        }
        StreamNet.Viewer viewer = watch();
        for (int i = 0; i < 60; i++) {
            up[0] = i % 2 == 0;
            until[0] = random.nextInt(up[0] ? 150 : 20_000);
            play(700 * MS);
        }
        assertWhole(viewer);
        long faults = 0;
        for (StreamReject reason :
                List.of(
                        StreamReject.BAD_HELLO,
                        StreamReject.NOT_A_NEIGHBOR,
                        StreamReject.NO_KEY,
                        StreamReject.UNAUTHENTICATED,
                        StreamReject.BAD_RECORD,
                        StreamReject.FORGED_RECORD)) {
            faults += rejects(1, reason) + rejects(2, reason) + rejects(3, reason);
        }
        // A length that became larger waits for bytes, and the viewer side leaves the silent path.
        assertThat(faults).isBetween(40L, 60L);
        assertThat(rejects(1, StreamReject.FORGED_RECORD)).isPositive();
        assertThat(rejects(3, StreamReject.FORGED_RECORD)).isPositive();
        assertThat(rejects(1, StreamReject.BAD_FRAME)).isZero();
        assertThat(rejects(3, StreamReject.BAD_FRAME)).isZero();
    }

    private ByteBuffer flipped(int[] until, ByteBuffer bytes) {
        until[0] = Integer.MAX_VALUE;
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return ByteBuffer.wrap(copy);
    }

    @Test
    void aRecordThatIsPlayedAgainEndsItsChain() {
        StreamNet.Viewer viewer = watch();
        play(200 * MS);
        boolean[] once = {true};
        net.tampering.put(
                "3>1",
                bytes -> {
                    if (!once[0]) {
                        return bytes;
                    }
                    once[0] = false;
                    ByteBuffer twice = ByteBuffer.allocate(2 * bytes.remaining());
                    return twice.put(bytes.duplicate()).put(bytes).flip();
                });
        play(500 * MS);
        assertWhole(viewer);
        assertThat(rejects(1, StreamReject.FORGED_RECORD)).isEqualTo(1);
    }

    @Test
    void aRecordThatIsLeftOutEndsItsChain() {
        StreamNet.Viewer viewer = watch();
        play(200 * MS);
        boolean[] once = {true};
        net.tampering.put(
                "3>1",
                bytes -> {
                    ByteBuffer kept = once[0] ? ByteBuffer.allocate(0) : bytes;
                    once[0] = false;
                    return kept;
                });
        play(500 * MS);
        assertWhole(viewer);
        assertThat(rejects(1, StreamReject.FORGED_RECORD)).isEqualTo(1);
    }

    /** Everything that was heard of a chain, over a connection from the same address. */
    @Test
    void aChainThatIsPlayedAgainOpensNothing() {
        tap("1>3");
        StreamNet.Viewer viewer = watch();
        assertWholeAfter(viewer);
        int origins = net.originConnections.size();
        StreamNet.Neighbor replayer = net.new Neighbor(1, 3);
        replayer.sent.writeBytes(seen.toByteArray());
        replayer.flush();
        net.run(1_000 * MS);
        assertThat(rejects(3, StreamReject.REPLAYED)).isEqualTo(1);
        assertThat(net.originConnections).hasSize(origins);
        assertThat(replayer.heard.size()).isZero();
        assertThat(net.node(3).core.openConnections()).isEqualTo(2);
    }

    /** After a restart nothing is remembered; the keys of the records are new all the same. */
    @Test
    void aChainThatIsPlayedAgainToAPopThatForgotOpensNothing() {
        tap("1>3");
        StreamNet.Viewer viewer = watch();
        assertWholeAfter(viewer);
        net.nodes.remove(3);
        int origins = net.originConnections.size();
        StreamNet.Neighbor replayer = net.new Neighbor(1, 3);
        replayer.sent.writeBytes(seen.toByteArray());
        replayer.flush();
        net.run(1_000 * MS);
        assertThat(rejects(3, StreamReject.FORGED_RECORD)).isEqualTo(1);
        assertThat(net.originConnections).hasSize(origins);
        // A hello that is genuine and new is answered by less than itself.
        assertThat(replayer.heard.size()).isLessThan(ChainHello.BYTES);
    }

    private void assertWholeAfter(StreamNet.Viewer viewer) {
        play(300 * MS);
        assertWhole(viewer);
    }

    @Test
    void withoutAKeyThereIsSilenceAndAnEnd() {
        StreamCore core = net.node(3).core;
        byte[] noise = new byte[200];
        random.nextBytes(noise);
        byte[] preface = new byte[PREFACE.remaining()];
        PREFACE.get(0, preface);
        for (byte[] first : List.of(noise, preface)) {
            StreamNet.Neighbor stranger = net.new Neighbor(1, 3);
            stranger.sent.writeBytes(first);
            stranger.flush();
            net.run(1_000 * MS);
            assertThat(stranger.heard.size()).isZero();
        }
        assertThat(rejects(3, StreamReject.BAD_HELLO)).isEqualTo(2);
        // Keys of its own, the name and the address of a neighbour.
        ChainKeys forged = new ChainKeys(sameGeneration(1));
        forged.onFib(net.node(1).fib());
        StreamNet.Neighbor liar = net.new Neighbor(forged, StreamNet.address(1), 3);
        assertThat(liar.say(PREFACE.duplicate())).isEmpty();
        net.run(1_000 * MS);
        assertThat(liar.heard.size()).isZero();
        assertThat(rejects(3, StreamReject.UNAUTHENTICATED)).isEqualTo(1);
        // Somebody who says nothing.
        net.new Neighbor(1, 3);
        net.run(6_000 * MS);
        assertThat(rejects(3, StreamReject.SLOW_PREFACE)).isEqualTo(1);
        assertThat(core.openConnections()).isZero();
        assertThat(net.originConnections).isEmpty();
    }

    private KeyRing sameGeneration(int pop) {
        KeyRing made = KeyRing.first(random);
        while (made.newest().generation() != net.ring(pop).newest().generation()) {
            made = made.next(random);
        }
        return new KeyRing(List.of(made.newest()));
    }

    /** PoP 2 is one of the overlay, with a key that the rules have; it is not where it says. */
    @Test
    void theKeyOfAnotherPopDoesNotSpeakForANeighbor() {
        StreamNet.Neighbor elsewhere = net.new Neighbor(net.node(2).keys, StreamNet.address(1), 3);
        elsewhere.say(PREFACE.duplicate());
        net.run(1_000 * MS);
        assertThat(rejects(3, StreamReject.NOT_A_NEIGHBOR)).isEqualTo(1);
        assertThat(elsewhere.heard.size()).isZero();
        // It takes the neighbour's name too, and has not its key.
        ChainKeys asOne = new ChainKeys(net.ring(2));
        asOne.onFib(net.node(1).fib());
        StreamNet.Neighbor liar = net.new Neighbor(asOne, StreamNet.address(1), 3);
        liar.say(PREFACE.duplicate());
        net.run(1_000 * MS);
        assertThat(rejects(3, StreamReject.NO_KEY) + rejects(3, StreamReject.UNAUTHENTICATED))
                .isEqualTo(1);
        assertThat(liar.heard.size()).isZero();
        assertThat(net.originConnections).isEmpty();
    }

    @Test
    void keysThatARuleDoesNotHaveAreNamed() {
        net.rotate(1);
        net.rotate(1); // and nobody has heard of either
        StreamNet.Neighbor newer = net.new Neighbor(1, 3);
        newer.say(PREFACE.duplicate());
        net.run(100 * MS);
        assertThat(rejects(3, StreamReject.NO_KEY)).isEqualTo(1);
        assertThat(newer.heard.size()).isZero();
    }

    @Test
    void unprovedConnectionsAreBoundedForEachAddress() {
        StreamCore core = net.node(3).core;
        int[] open = new int[SealedChains.MAX_UNPROVED];
        for (int i = 0; i < open.length; i++) {
            open[i] = core.onChain(0, Endpoint.parse("10.0.0.1:" + (1_000 + i)));
            assertThat(open[i]).isPositive();
        }
        assertThat(core.onChain(0, StreamNet.address(1))).isZero();
        assertThat(rejects(3, StreamReject.TOO_MANY_OPENING)).isEqualTo(1);
        assertThat(net.new Neighbor(2, 3).say(PREFACE.duplicate())).isEmpty();
        core.onClosed(0, open[0], "gone");
        assertThat(core.onChain(0, StreamNet.address(1))).isPositive();
        net.run(6_000 * MS);
        // Who proves itself does not count.
        for (int i = 0; i < 2 * SealedChains.MAX_UNPROVED; i++) {
            StreamNet.Neighbor neighbor = net.new Neighbor(1, 3);
            assertThat(neighbor.connection).isPositive();
            neighbor.say(ByteBuffer.allocate(0));
            assertThat(neighbor.session.isOpen()).isTrue();
        }
        net.run(6_000 * MS);
        assertThat(core.openConnections()).isZero();
    }

    /** Over many changes of the keys of both ends the chain stands, and nothing is lost. */
    @Test
    void keysChangeUnderAChainThatStands() {
        net.node(1).routes = List.of(OVER_2);
        StreamNet.Viewer viewer = watch();
        for (int i = 0; i < 12; i++) {
            net.rotate(1 + i % 3);
            play(200 * MS);
            net.installAll();
            play(2_000 * MS);
        }
        net.run(70_000 * MS);
        play(200 * MS);
        assertWhole(viewer);
        assertThat(net.node(1).core.counters().reroutes()).isZero();
        for (int pop = 1; pop <= 3; pop++) {
            assertThat(rejects(pop, StreamReject.KEY_GONE)).isZero();
        }
        assertThat(net.node(2).core.renewals()).isEqualTo(7);
    }

    @Test
    void aChainWhoseKeysAreTakenAwayEnds() {
        StreamNet.Viewer viewer = watch();
        play(200 * MS);
        net.rotate(3);
        net.rotate(3);
        net.rotate(3);
        // PoP 1 is cut off from the controller, so it goes on with a key that PoP 3 threw away.
        net.run(30_000 * MS);
        assertThat(rejects(3, StreamReject.KEY_GONE)).isZero();
        net.run(40_000 * MS);
        assertThat(rejects(3, StreamReject.KEY_GONE)).isEqualTo(1);
        net.installAll();
        net.run(1_000 * MS);
        play(200 * MS);
        assertThat(viewer.closed).isFalse();
        assertWhole(viewer);
    }

    @Test
    void aChainIsMadeAnewWhenTheRulesSecureOtherwise() {
        net.security = LinkSecurity.NONE;
        net.installAll();
        StreamNet.Viewer viewer = watch();
        play(200 * MS);
        net.security = LinkSecurity.ENCRYPT;
        net.installAll();
        play(1_500 * MS);
        tap("1>3");
        tap("3>1");
        play(1_000 * MS);
        assertWhole(viewer);
        assertThat(seen.toString(StandardCharsets.ISO_8859_1)).doesNotContain("media");
        assertThat(
                        rejects(1, StreamReject.OTHER_SECURITY)
                                + rejects(3, StreamReject.OTHER_SECURITY))
                .isPositive();
    }

    /** Golden bytes: 12 of head, 32 of ephemeral key, a tag, and the code of 16. */
    @Test
    void aHelloIsTheseBytes() {
        StreamNet.Neighbor neighbor = net.new Neighbor(1, 3);
        assertThat(neighbor.session.begin()).isNull();
        byte[] hello = neighbor.sent.toByteArray();
        assertThat(hello).hasSize(ChainHello.BYTES);
        assertThat(HexFormat.of().formatHex(hello)).isEqualTo(GOLDEN_HELLO);
        ChainHello read = ChainHello.read(ByteBuffer.wrap(hello));
        assertThat(read.senderPop()).isEqualTo(1);
        assertThat(read.receiverPop()).isEqualTo(3);
        assertThat(read.senderGeneration()).isEqualTo(net.ring(1).newest().generation());
        assertThat(read.receiverGeneration()).isEqualTo(net.ring(3).newest().generation());
    }

    private static final String GOLDEN_HELLO =
            "5268436801b88b00"
                    + "00010003"
                    + "c96a6d76d7e7dd39dac781959075bd0ddddb83b151b9183ac95f8e9f0ece0117"
                    + "7fca21890a8dcd9e6ad0e03738eb881b"
                    + "44fdfd64023ad98884c19b3dc5adb39e";

    /** Whatever comes, at whatever stage, is a value and not an exception. */
    @Test
    void anyBytesAtAnyStageAreJudged() {
        int open = 0;
        for (int i = 0; i < 400; i++) {
            StreamNet.Neighbor neighbor = net.new Neighbor(1, 3);
            StreamReject begun = neighbor.session.begin();
            assertThat(begun).isNull();
            byte[] hello = neighbor.sent.toByteArray();
            int cut = random.nextInt(hello.length + 1);
            if (random.nextInt(3) > 0) {
                neighbor.flush();
                open++;
            } else {
                hello[random.nextInt(hello.length)] ^= (byte) (1 << random.nextInt(8));
                neighbor.sent.reset();
                neighbor.sent.write(hello, 0, cut);
                neighbor.flush();
            }
            byte[] any = new byte[random.nextInt(300)];
            random.nextBytes(any);
            if (any.length > 1 && random.nextBoolean()) {
                any[0] = 0;
                any[1] = (byte) (17 + random.nextInt(60));
            }
            neighbor.to.core.onBytes(net.nowNs, neighbor.connection, ByteBuffer.wrap(any));
            neighbor.session.onBytes(ByteBuffer.wrap(any));
        }
        assertThat(open).isPositive();
        net.run(6_000 * MS);
        assertThat(net.node(3).core.openConnections()).isZero();
    }
}
