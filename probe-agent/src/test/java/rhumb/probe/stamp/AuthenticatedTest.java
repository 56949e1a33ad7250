package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.net.Dscp;
import rhumb.net.Endpoint;

/** The authenticated mode against an exchange that independent programs recorded. */
class AuthenticatedTest {
    private static final String KEY =
            "ae887bc0ac96f46481b1dec23b8bafc11a32789290945b5b3837ac766acff013";
    private static final String REQUEST =
            "00000000000000000000000000000000eeab13fdd22942ef0001"
                    + "00".repeat(70)
                    + "f4f516855a8a91be93a9ec7ebe2be98a"
                    + "80040004b8000000"
                    + "800800101604d949f1909e8b9e74ff77a29be72d";
    private static final String REPLY =
            "00000000000000000000000000000000eeab13fdd23626640001000000000000eeab13fdd2350da0"
                    + "0000000000000000"
                    + "00000000000000000000000000000000"
                    + "eeab13fdd22942ef0001000000000000"
                    + "3f000000000000000000000000000000"
                    + "d0e357a3b936faf1a91be3a886e55fbf"
                    + "00040004b8000000"
                    + "0008001002fff9358fd4be13c8494a877e741d38";
    private static final StampPacket SEALED = StampPacket.AUTHENTICATED;
    private static final int BYTES = SEALED.bytes();
    private static final Endpoint FAR = Endpoint.parse("192.0.2.1:862");
    private static final long NOW = 1_790_000_000_000_000_000L;

    private final StampOptions options =
            new StampOptions(true, false, WireClock.STANDARD, StampKey.parse(KEY));
    private final PacketSeal seal = new PacketSeal(StampKey.parse(KEY));
    private final Reflector reflector = new Reflector(options, seal);
    private final ReflectorSession session = new ReflectorSession(7, true);
    private final SenderSession sender = new SenderSession(7, FAR, options, seal);
    private final Arrival arrival = new Arrival();
    private final ByteBuffer probe = ByteBuffer.allocate(300);
    private final ByteBuffer reply = ByteBuffer.allocate(300);

    AuthenticatedTest() {
        arrival.set(NOW, 0, 63, FAR, null, true);
    }

    @Test
    void theGoldenRequestIsGenuine() {
        ByteBuffer b = bytes("ff" + REQUEST);
        assertThat(seal.baseIsGenuine(b, 1)).isTrue();
        assertThat(seal.tlvsAreGenuine(b, 1, 1 + BYTES, 1 + BYTES + 8)).isTrue();
        assertThat(SEALED.timestamp(b, 1)).isEqualTo(0xeeab13fdd22942efL);
        assertThat(SEALED.errorEstimate(b, 1)).isEqualTo(1);
        assertThat(SEALED.isReflection(b, 1)).isFalse();
    }

    @Test
    void writesTheGoldenReply() {
        ByteBuffer out = ByteBuffer.allocate(REPLY.length() / 2);
        SEALED.writeReflection(
                bytes(REQUEST), 0, out, 0, 0, 0xeeab13fdd2350da0L, 0xeeab13fdd2362664L, 1, 63);
        seal.sealBase(out, 0);
        StampTlv.write(out, BYTES, StampTlv.CLASS_OF_SERVICE, ClassOfService.VALUE_BYTES);
        out.putInt(BYTES + 4, ClassOfService.answer(ClassOfService.request(46), 0, 0));
        StampTlv.setFlags(out, BYTES, 0);
        StampTlv.write(out, BYTES + 8, StampTlv.HMAC, PacketSeal.BYTES);
        StampTlv.setFlags(out, BYTES + 8, 0);
        seal.sealTlvs(out, 0, BYTES, BYTES + 8);
        assertThat(HexFormat.of().formatHex(out.array())).isEqualTo(REPLY);
    }

    @Test
    void answersTheGoldenRequest() {
        ByteBuffer in = bytes(REQUEST);
        ByteBuffer out = ByteBuffer.allocate(in.capacity());
        reflector.reflect(1, NOW, arrival, session, in, 0, in.capacity(), out, 0);
        assertThat(seal.baseIsGenuine(out, 0)).isTrue();
        String hex = HexFormat.of().formatHex(out.array());
        // What our clock does not touch is the witness's to the bit, the HMAC of the TLVs included.
        assertThat(hex.substring(2 * 48, 2 * 96)).isEqualTo(REPLY.substring(2 * 48, 2 * 96));
        assertThat(hex.substring(2 * BYTES)).isEqualTo(REPLY.substring(2 * BYTES));
        assertThat(reflector.tlvsFailed()).isZero();
    }

    @Test
    void anyBitThatChangesIsSeen() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 2_000; i++) {
            ByteBuffer b = bytes(REQUEST);
            int bit = random.nextInt(8 * b.capacity());
            b.put(bit / 8, (byte) (b.get(bit / 8) ^ 1 << bit % 8));
            boolean base = seal.baseIsGenuine(b, 0);
            assertThat(base).isEqualTo(bit >= 8 * BYTES);
            // The flags of the HMAC TLV itself are the reflector's to write, and covered by
            // nothing.
            if (base && bit / 8 != BYTES + 8) {
                ByteBuffer out = ByteBuffer.allocate(b.capacity());
                long failed = reflector.tlvsFailed();
                reflector.reflect(1, NOW, arrival, session, b, 0, b.capacity(), out, 0);
                assertThat(reflector.tlvsFailed()).isEqualTo(failed + 1);
                assertThat(out.get(BYTES) & StampTlv.INTEGRITY_FAILED).isNotZero();
            }
        }
    }

    @Test
    void tlvsWithoutTheirHmacAreRefusedAndPaddingNeedsNone() {
        String base = REQUEST.substring(0, 2 * BYTES);
        String hmac = REQUEST.substring(2 * BYTES + 16);
        assertThat(answer(base + "80040004b8000000")).isEqualTo("a0040004b8000000");
        assertThat(answer(base + hmac + "80040004b8000000")).startsWith("a0080010");
        assertThat(answer(base + "800100020000")).isEqualTo("000100020000");
        assertThat(answer(REQUEST + "800100020000")).endsWith("000100020000");
        assertThat(reflector.tlvsFailed()).isEqualTo(2);
    }

    @Test
    void aWholeExchange() {
        ProbeTlvs asked = new ProbeTlvs(46, true, true, true, true);
        int length = sender.write(5, NOW, probe, 0, 0, asked);
        assertThat(length).isEqualTo(BYTES + asked.bytes() + 20);
        arrival.set(NOW, 34 << 2, 63, FAR, null, true);
        int octet = reflector.reflect(6, NOW, arrival, session, probe, 0, length, reply, 0);
        assertThat(octet).isEqualTo(46 << 2);
        assertThat(sender.onReply(9, FAR, 0, reply, 0, length)).isNull();
        assertThat(sender.hasClassOfService()).isTrue();
        assertThat(ClassOfService.dscp2(sender.classOfService())).isEqualTo(34);
        assertThat(sender.replyOctet()).isZero();
    }

    @Test
    void aReplyWhoseTlvsWereChangedTellsNothingByThem() {
        int length = sender.write(5, NOW, probe, 0, 0, ProbeTlvs.classOfService(Dscp.EF));
        reflector.reflect(6, NOW, arrival, session, probe, 0, length, reply, 0);
        reply.put(BYTES + 5, (byte) 0x40);
        assertThat(sender.onReply(9, FAR, 0, reply, 0, length)).isNull();
        assertThat(sender.hasClassOfService()).isFalse();
        assertThat(sender.tlvs().integrityFailed()).isTrue();
    }

    @Test
    void keysSayWhatTheyShouldBeAndNotWhatTheyAre() {
        assertThat(StampKey.parse(" " + KEY + "\n").toString()).doesNotContain("ae88");
        assertThatThrownBy(() -> StampKey.parse("secretsecret"))
                .hasMessage("key: expected hexadecimal digits");
        assertThatThrownBy(() -> StampKey.parse("abcd"))
                .hasMessageStartingWith("key of 2 bytes: expected at least 16");
    }

    private String answer(String hex) {
        ByteBuffer in = bytes(hex);
        ByteBuffer out = ByteBuffer.allocate(in.capacity());
        reflector.reflect(1, NOW, arrival, session, in, 0, in.capacity(), out, 0);
        return HexFormat.of().formatHex(out.array()).substring(2 * BYTES);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
