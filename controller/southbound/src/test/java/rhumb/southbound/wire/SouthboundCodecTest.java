package rhumb.southbound.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.Protection;
import rhumb.net.Protection.Copies;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.v1.Frame;

class SouthboundCodecTest {
    private final Random random = new Random(20_261);
    private final Samples samples = new Samples(random);

    @Test
    void everyKindReadsWhatItWrote() {
        Set<Message.Kind> seen = EnumSet.noneOf(Message.Kind.class);
        for (int i = 0; i < 5_000; i++) {
            Message message = samples.any();
            seen.add(message.kind());
            assertThat(SouthboundCodec.decode(SouthboundCodec.encode(message)))
                    .isEqualTo(new Decoded.Accepted(message, 0));
        }
        assertThat(seen).isEqualTo(EnumSet.allOf(Message.Kind.class));
    }

    /** Most of all rules are routes, and most classes of a PoP go the same way. */
    @Test
    void classesThatGoTheSameWayShareAMessage() {
        List<PathRule> direct = List.of(new PathRule(List.of(new Label(7)), 5_000_000));
        List<PathRule> around = List.of(new PathRule(List.of(new Label(8), new Label(9)), -1));
        List<Rule> routes = new ArrayList<>();
        for (TrafficClass c : TrafficClass.ALL) {
            boolean bulk = c == TrafficClass.BULK;
            routes.add(new RouteRule(3, c, RouteRule.Direction.TO, bulk ? around : direct));
        }
        Message message = new RuleUpdate.FullSync(new Epoch(1, 1), routes, List.of());
        byte[] bytes = SouthboundCodec.encode(message);
        assertThat(SouthboundCodec.decode(bytes)).isEqualTo(new Decoded.Accepted(message, 0));
        assertThat(bytes.length).isLessThan(60);
    }

    @Test
    void classBitsThatCannotBeAreRefused() {
        for (int bits : new int[] {1 << TrafficClass.COUNT, 0b110, 0b1, -1}) {
            var route =
                    rhumb.southbound.v1.Rule.Route.newBuilder()
                            .setPop(3)
                            .setClassCode(2)
                            .setClassBits(bits);
            Frame frame =
                    Frame.newBuilder()
                            .setRuleUpdate(
                                    rhumb.southbound.v1.RuleUpdate.newBuilder()
                                            .setFull(true)
                                            .addPut(
                                                    rhumb.southbound.v1.Rule.newBuilder()
                                                            .setRoute(route)))
                            .build();
            assertThat(SouthboundCodec.decode(frame.toByteArray()))
                    .isInstanceOfSatisfying(
                            Decoded.Rejected.class,
                            r -> assertThat(r.detail()).contains("class bits"));
        }
    }

    @Test
    void randomAndMutatedBytesAreAValueNotAnException() {
        int rejected = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes;
            if (i % 4 == 0) {
                bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
            } else {
                bytes = SouthboundCodec.encode(samples.any());
                for (int flips = 1 + random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            rejected += SouthboundCodec.decode(bytes) instanceof Decoded.Rejected ? 1 : 0;
        }
        assertThat(rejected).isBetween(10_000, 99_999);
    }

    @Test
    void fieldsOfALaterVersionAreSkippedAndCounted() {
        UnknownFieldSet later =
                UnknownFieldSet.newBuilder()
                        .addField(901, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                        .build();
        Frame frame =
                Frame.newBuilder()
                        .setHeartbeat(
                                rhumb.southbound.v1.Heartbeat.newBuilder()
                                        .setSeq(3)
                                        .setUnknownFields(later))
                        .setUnknownFields(later)
                        .build();
        assertThat(SouthboundCodec.decode(frame.toByteArray()))
                .isEqualTo(new Decoded.Accepted(new Heartbeat(3), 2));
    }

    @Test
    void aProtectionRuleIsTheseBytes() {
        Protection half = new Protection(true, false, 300_000, 500_000, 200_000_000L, Copies.LOSSY);
        var rule = new ProtectionRule(TrafficClass.VIDEO, half);
        RuleUpdate update = new RuleUpdate.FullSync(new Epoch(7, 1), List.of(rule), List.of());
        byte[] bytes = SouthboundCodec.encode(update);
        // rule_update { epoch, full, put { protection { class 3, retransmit, 300,000 ppm ... } } }
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "321f"
                                + "0a0408071001"
                                + "1001"
                                + "2215"
                                + "5213"
                                + "0803"
                                + "1001"
                                + "20e0a712"
                                + "28a0c21e"
                                + "308084af5f"
                                + "3801");
        assertThat(SouthboundCodec.decode(bytes)).isEqualTo(new Decoded.Accepted(update, 0));
    }

    @Test
    void protectionOfALaterVersionKeepsWhatThisOneKnows() throws Exception {
        var later =
                rhumb.southbound.v1.Rule.Protection.newBuilder()
                        .setClassCode(1)
                        .setRetransmit(true)
                        .setOverheadPpm(100_000)
                        .setLossyOverheadPpm(100_000)
                        .setRecoveryNs(1_000)
                        .setCopies(9);
        Frame frame =
                Frame.newBuilder()
                        .setRuleUpdate(
                                rhumb.southbound.v1.RuleUpdate.newBuilder()
                                        .setEpoch(
                                                rhumb.southbound.v1.Epoch.newBuilder()
                                                        .setCounter(2)
                                                        .setController(1))
                                        .setBase(
                                                rhumb.southbound.v1.Epoch.newBuilder()
                                                        .setCounter(1)
                                                        .setController(1))
                                        .addPut(
                                                rhumb.southbound.v1.Rule.newBuilder()
                                                        .setProtection(later))
                                        .addRemove(
                                                rhumb.southbound.v1.RuleKey.newBuilder()
                                                        .setKind(77)))
                        .build();
        assertThat(SouthboundCodec.decode(frame.toByteArray()))
                .isInstanceOfSatisfying(
                        Decoded.Accepted.class,
                        a ->
                                assertThat(a.message())
                                        .isInstanceOfSatisfying(
                                                RuleUpdate.Delta.class,
                                                u -> {
                                                    assertThat(u.remove()).isEmpty();
                                                    assertThat(u.put())
                                                            .containsExactly(
                                                                    new ProtectionRule(
                                                                            TrafficClass.AUDIO,
                                                                            new Protection(
                                                                                    true,
                                                                                    false,
                                                                                    100_000,
                                                                                    100_000,
                                                                                    1_000,
                                                                                    Copies.NEVER)));
                                                }));
    }

    @Test
    void messagesOfALaterVersionAreNamedAsSuch() {
        Frame frame =
                Frame.newBuilder()
                        .setUnknownFields(
                                UnknownFieldSet.newBuilder()
                                        .addField(
                                                77,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addFixed32(1)
                                                        .build())
                                        .build())
                        .build();
        assertThat(SouthboundCodec.decode(frame.toByteArray()))
                .isEqualTo(new Decoded.UnknownKind());
    }

    @Test
    void tooLongAndOutOfRangeHaveTheirReasons() {
        assertThat(SouthboundCodec.decode(new byte[SouthboundCodec.MAX_FRAME_BYTES + 1]))
                .isInstanceOfSatisfying(
                        Decoded.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Decoded.Reason.TOO_LONG));
        Frame noSuchPop =
                Frame.newBuilder()
                        .setHello(
                                rhumb.southbound.v1.Hello.newBuilder()
                                        .setPop("NOT A POP")
                                        .setRole(1))
                        .build();
        assertThat(SouthboundCodec.decode(noSuchPop.toByteArray()))
                .isInstanceOfSatisfying(
                        Decoded.Rejected.class,
                        r -> {
                            assertThat(r.reason()).isEqualTo(Decoded.Reason.OUT_OF_RANGE);
                            assertThat(r.detail()).contains("expected 1 to 24");
                        });
    }
}
