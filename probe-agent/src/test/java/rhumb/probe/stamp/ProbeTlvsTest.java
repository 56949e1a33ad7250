package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.net.Dscp;
import rhumb.net.Endpoint;

/** TLVs from the sender's side: what it writes, and what it makes of those that come back. */
class ProbeTlvsTest {
    private static final Endpoint FAR = Endpoint.parse("192.0.2.1:862");
    private static final int BASE = StampPacket.OPEN.bytes();

    private final SenderSession sender = new SenderSession(7, FAR);
    private final ByteBuffer probe = ByteBuffer.allocate(300);

    @BeforeEach
    void oneProbe() {
        sender.write(1, 2, probe, 0, 0);
    }

    @Test
    void writesEachInItsPlace() {
        String none = "00".repeat(16);
        assertThat(written(new ProbeTlvs(46, false, false, false, false), 0))
                .isEqualTo("80040004b8000000");
        assertThat(written(ProbeTlvs.classOfService(Dscp.EF), 0)).isEqualTo("80040004b8000000");
        assertThat(written(new ProbeTlvs(-1, true, false, false, false), 0))
                .isEqualTo("8002002c00000000" + "80040010" + none + "80070010" + none);
        assertThat(written(new ProbeTlvs(-1, false, true, false, false), 0))
                .isEqualTo("8003000400000000");
        // The sixth probe of the session.
        assertThat(written(new ProbeTlvs(-1, false, false, true, false), 0))
                .isEqualTo("8005000c" + "00000006" + "0000000000000000");
        assertThat(written(new ProbeTlvs(-1, false, false, false, true), 0))
                .isEqualTo("80070010" + none);
        assertThat(written(new ProbeTlvs(0, true, true, true, true), 0))
                .startsWith("8004000400000000" + "8002002c")
                .hasSize(2 * (8 + 48 + 8 + 16 + 20));
    }

    @Test
    void padsWhatIsLeftWhenItIsEnoughForATlv() {
        ProbeTlvs asked = ProbeTlvs.classOfService(Dscp.DF);
        assertThat(written(asked, BASE + 8 + 3)).isEqualTo("8004000400000000");
        assertThat(written(asked, BASE + 8 + 4)).isEqualTo("8004000400000000" + "80010000");
        assertThat(written(ProbeTlvs.NONE, BASE + 6)).isEqualTo("800100020000");
        assertThat(written(ProbeTlvs.NONE, 0)).isEmpty();
    }

    @Test
    void readsTheGoldenAnswer() {
        ByteBuffer b =
                answered(
                        "00040004b8000000"
                                + "0003000401020102"
                                + "0005000c000000010000000100000000");
        assertThat(ClassOfService.dscp1(sender.classOfService())).isEqualTo(46);
        assertThat(ClassOfService.dscp2(sender.classOfService())).isZero();
        assertThat(sender.replyOctet()).isEqualTo(184);
        int clock = sender.tlvs().value(StampTlv.TIMESTAMP_INFORMATION);
        assertThat(TimestampInformation.sourceIn(b, clock)).isEqualTo(1);
        assertThat(TimestampInformation.methodIn(b, clock))
                .isEqualTo(TimestampInformation.SOFTWARE);
        assertThat(TimestampInformation.sourceOut(b, clock)).isEqualTo(1);
        assertThat(TimestampInformation.methodOut(b, clock)).isEqualTo(2);
        int counts = sender.tlvs().value(StampTlv.DIRECT_MEASUREMENT);
        assertThat(DirectMeasurement.senderSent(b, counts)).isEqualTo(1);
        assertThat(DirectMeasurement.reflectorReceived(b, counts)).isEqualTo(1);
        assertThat(DirectMeasurement.reflectorSent(b, counts)).isZero();
    }

    @Test
    void readsFollowUpAndLocation() {
        ByteBuffer b =
                answered(
                        "00070010"
                                + "00000005"
                                + "eeab13e957835c96"
                                + "02000000"
                                + ("00020018" + "035e4e20")
                                + ("00080010" + "c0000207" + "00".repeat(12)));
        int followUp = sender.tlvs().value(StampTlv.FOLLOW_UP_TELEMETRY);
        assertThat(FollowUpTelemetry.sequence(b, followUp)).isEqualTo(5);
        assertThat(FollowUpTelemetry.timestamp(b, followUp)).isEqualTo(0xeeab13e957835c96L);
        assertThat(FollowUpTelemetry.method(b, followUp)).isEqualTo(2);
        int location = sender.tlvs().value(StampTlv.LOCATION);
        int bytes = sender.tlvs().valueBytes(StampTlv.LOCATION);
        assertThat(LocationTlv.destinationPort(b, location)).isEqualTo(862);
        assertThat(LocationTlv.sourcePort(b, location)).isEqualTo(20_000);
        int address = LocationTlv.address(b, location, bytes, LocationTlv.SOURCE_IPV4);
        assertThat(b.getInt(address)).isEqualTo(0xc0000207);
        assertThat(LocationTlv.address(b, location, bytes, LocationTlv.SOURCE_IPV6)).isEqualTo(-1);
    }

    @Test
    void flagsOfTheReflectorAreHeeded() {
        String useless = "80040004b8000000";
        answered(useless + "0003000405020502");
        assertThat(sender.hasClassOfService()).isFalse();
        assertThat(sender.tlvs().value(StampTlv.TIMESTAMP_INFORMATION)).isPositive();
        answered("4003000405020502" + "00040004b8000000");
        assertThat(sender.hasClassOfService()).isFalse();
        answered("00040004b8000000" + "2003000405020502");
        assertThat(sender.hasClassOfService()).isFalse();
        assertThat(sender.tlvs().integrityFailed()).isTrue();
        // Of two the first counts; a length that the type cannot have ends the reading.
        answered("00040004b8000000" + "0004000400000000");
        assertThat(ClassOfService.dscp1(sender.classOfService())).isEqualTo(46);
        answered("0005000400000000" + "00040004b8000000");
        assertThat(sender.hasClassOfService()).isFalse();
    }

    @Test
    void codePointsOutsideAreRefused() {
        assertThatThrownBy(() -> new ProbeTlvs(64, false, false, false, false))
                .hasMessage("DSCP 64: expected -1 to 63");
    }

    private String written(ProbeTlvs tlvs, int lengthBytes) {
        int length = sender.write(1, 2, probe, 0, lengthBytes, tlvs);
        return HexFormat.of().formatHex(probe.array(), BASE, length);
    }

    /** The first answer to a new probe, with these TLVs. */
    private ByteBuffer answered(String tlvs) {
        sender.write(1, 2, probe, 0, 0);
        byte[] bytes = HexFormat.of().parseHex("00".repeat(BASE) + tlvs);
        ByteBuffer reply = ByteBuffer.wrap(bytes);
        int count = (int) sender.sent();
        StampPacket.OPEN.writeReflection(probe, 0, reply, 0, count, 1L << 62, 1L << 62, 1, 9);
        assertThat(sender.onReply(5, FAR, 184, reply, 0, bytes.length)).isNull();
        return reply;
    }
}
