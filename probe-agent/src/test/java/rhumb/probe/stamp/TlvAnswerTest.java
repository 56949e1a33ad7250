package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

/** Each TLV as the reflector answers it, in hex; some vectors are of independent programs. */
class TlvAnswerTest {
    private static final String BASE =
            "00000000" + "eeab13e9576e6f45" + "0001" + "0000" + "00".repeat(28);
    private static final Endpoint FROM = Endpoint.parse("192.0.2.7:20000");
    private static final Endpoint FROM_V6 = Endpoint.parse("[2001:db8::7]:20000");
    private static final Endpoint HERE = Endpoint.parse("198.51.100.1:862");
    private static final int EF = 46 << 2;

    private final Arrival arrival = new Arrival();
    private final ReflectorSession session = new ReflectorSession(0, true);
    private Reflector reflector = new Reflector(StampOptions.STANDARD, null);
    private int octet;

    TlvAnswerTest() {
        arrival.set(1_790_000_000_000_000_000L, EF, 63, FROM, HERE, true);
    }

    @Test
    void classOfServiceOfTheGoldenExchange() {
        // Sent with EF, bleached on the way; the answer shall go with EF.
        arrival.set(1, 0, 63, FROM, HERE, true);
        assertThat(answer("80040004b8000000")).isEqualTo("00040004b8000000");
        assertThat(octet).isEqualTo(EF);
    }

    @Test
    void classOfServiceByTheFigure() {
        // DSCP1 EF 101110, DSCP2 EF 101110, ECN CE 11, RP 00: 1011 1010 1110 1100.
        arrival.set(1, EF | 3, 63, FROM, HERE, true);
        assertThat(answer("80040004b8000000")).isEqualTo("00040004baec0000");
        int value = 0xbaec0000;
        assertThat(ClassOfService.dscp1(value)).isEqualTo(46);
        assertThat(ClassOfService.dscp2(value)).isEqualTo(46);
        assertThat(ClassOfService.ecn(value)).isEqualTo(3);
        assertThat(ClassOfService.rp(value)).isEqualTo(ClassOfService.RP_AS_ASKED);
    }

    @Test
    void theOtherLayoutOfClassOfServiceIsNotOurs() {
        // What a program that puts ECN behind DSCP1 says when EF arrived as EF. By the figure it is
        // another code point: a wrong reading of ours would make 46 and 0 of it.
        int theirs = 0xb8b80000;
        assertThat(ClassOfService.dscp1(theirs)).isEqualTo(46);
        assertThat(ClassOfService.dscp2(theirs)).isEqualTo(11);
        assertThat(ClassOfService.ecn(theirs)).isEqualTo(2);
    }

    @Test
    void aStrangerGetsTheCodePointThatArrived() {
        arrival.set(1, 34 << 2 | 1, 63, FROM, HERE, false);
        // DSCP1 101110, DSCP2 100010, ECN 01, RP 01.
        assertThat(answer("80040004b8000000")).isEqualTo("00040004ba250000");
        assertThat(octet).isEqualTo(34 << 2);
        assertThat(ClassOfService.rp(0xba250000)).isEqualTo(ClassOfService.RP_REFUSED);
    }

    @Test
    void anOctetThatNobodyToldIsNotZero() {
        arrival.set(1, -1, 63, FROM, HERE, true);
        assertThat(answer("80040004b8000000")).isEqualTo("80040004b8000000");
        assertThat(octet).isEqualTo(-1);
    }

    @Test
    void timestampInformation() {
        assertThat(answer("8003000400000000")).isEqualTo("0003000405020502");
        WireClock gnss = new WireClock(WireClock.Format.PTP, WireClock.Source.GNSS, 100);
        reflector = new Reflector(new StampOptions(true, false, gnss, null), null);
        assertThat(answer("8003000401020000")).isEqualTo("0003000404020402");
    }

    @Test
    void directMeasurementOfTheGoldenExchange() {
        assertThat(answer("8005000c000000010000000000000000"))
                .isEqualTo("0005000c000000010000000100000000");
        assertThat(answer("8005000c000000030000000000000000"))
                .isEqualTo("0005000c000000030000000200000001");
    }

    @Test
    void followUpTelemetryTellsOfTheAnswerBefore() {
        String asked = "80070010" + "00".repeat(16);
        assertThat(answer(asked)).isEqualTo("00070010" + "00".repeat(16));
        String t3 = HexFormat.of().toHexDigits(WireTime.ntp(NOW));
        assertThat(answer(asked)).isEqualTo("00070010" + "00000000" + t3 + "02000000");
        assertThat(answer(asked)).isEqualTo("00070010" + "00000001" + t3 + "02000000");
    }

    @Test
    void aStatelessReflectorHasNoFollowUp() {
        ReflectorSession stateless = new ReflectorSession(0, false);
        for (int i = 0; i < 2; i++) {
            assertThat(answer("80070010" + "ab".repeat(16), stateless))
                    .isEqualTo("00070010" + "00".repeat(16));
        }
    }

    @Test
    void location() {
        String ports = "035e" + "4e20";
        assertThat(answer("8002000400000000")).isEqualTo("00020004" + ports);
        String asked = "80040010" + "00".repeat(16) + "80070010" + "00".repeat(16);
        assertThat(answer("8002002c" + "00000000" + asked))
                .isEqualTo(
                        "0002002c"
                                + ports
                                + ("00050010" + "c6336401" + "00".repeat(12))
                                + ("00080010" + "c0000207" + "00".repeat(12)));
        arrival.set(1, 0, 63, FROM_V6, null, true);
        assertThat(answer("8002002c" + "00000000" + asked))
                .isEqualTo(
                        "0002002c"
                                + ("0000" + "4e20")
                                + ("00040010" + "00".repeat(16))
                                + ("00090010" + "20010db8000000000000000000000007"));
    }

    @Test
    void locationTellsAStrangerOnlyAboutItself() {
        arrival.set(1, 0, 63, FROM, HERE, false);
        assertThat(answer("80020018" + "00000000" + "80040010" + "00".repeat(16)))
                .isEqualTo("00020018" + "00004e20" + "00040010" + "00".repeat(16));
    }

    @Test
    void locationWithSubTlvsThatAreOddOrWrong() {
        // Link-layer addresses are not known here; type 99 is not; 7 must have 16 octets.
        assertThat(answer("80020010" + "00000000" + "80010008" + "ff".repeat(8)))
                .isEqualTo("00020010" + "035e4e20" + "00030008" + "00".repeat(8));
        assertThat(answer("80020009" + "00000000" + "00630001" + "ab"))
                .isEqualTo("00020009" + "035e4e20" + "80630001" + "ab");
        assertThat(answer("8002000c" + "00000000" + "80070004" + "00000000"))
                .isEqualTo("0002000c" + "035e4e20" + "c0070004" + "00000000");
        assertThat(answer("80020006" + "00000000" + "8007"))
                .isEqualTo("00020006" + "035e4e20" + "c007");
    }

    @Test
    void accessReportIsRefused() {
        assertThat(answer("8006000410010000")).isEqualTo("8006000410010000");
        assertThat(reflector.tlvsUnrecognized()).isEqualTo(1);
    }

    @Test
    void unknownTypesAndHmacWithoutAKeyComeBackFlagged() {
        assertThat(answer("80010002aaaa" + "00c80001bb")).isEqualTo("00010002aaaa80c80001bb");
        assertThat(answer("80080010" + "cd".repeat(16))).isEqualTo("80080010" + "cd".repeat(16));
        assertThat(reflector.tlvsUnrecognized()).isEqualTo(2);
    }

    @Test
    void whatFollowsAMalformedTlvStaysAsItCame() {
        // A length beyond the packet, a header cut off, a length that the type cannot have.
        assertThat(answer("8001ffff0102")).isEqualTo("c001ffff0102");
        assertThat(answer("80010000" + "0405")).isEqualTo("000100004405");
        assertThat(answer("80040003b80000" + "80040004b8000000"))
                .isEqualTo("c0040003b80000" + "80040004b8000000");
        assertThat(reflector.tlvsMalformed()).isEqualTo(3);
    }

    @Test
    void theGoldenExchangeWithThreeTlvs() {
        arrival.set(1, 0, 63, FROM, HERE, true);
        // The witness kept the sender's two octets of Timestamp Information; the RFC has four.
        assertThat(
                        answer(
                                "80040004b8000000"
                                        + "8003000401020000"
                                        + "8005000c000000010000000000000000"))
                .isEqualTo(
                        "00040004b8000000"
                                + "0003000405020502"
                                + "0005000c000000010000000100000000");
    }

    private static final long NOW = 1_790_000_000_123_456_789L;

    private String answer(String tlvs) {
        return answer(tlvs, session);
    }

    private String answer(String tlvs, ReflectorSession by) {
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex("ff" + BASE + tlvs));
        int length = in.capacity() - 1;
        // As long as the packet to the byte, so that a write beyond it would throw.
        ByteBuffer out = ByteBuffer.allocate(length + 3);
        octet = reflector.reflect(5, NOW, arrival, by, in, 1, length, out, 3);
        return HexFormat.of().formatHex(out.array()).substring(6 + BASE.length());
    }
}
