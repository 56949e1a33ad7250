package rhumb.forward.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.PacketClasses.Codec;
import rhumb.southbound.rule.PacketClasses.PayloadTypes;
import rhumb.southbound.rule.PacketClasses.Ports;
import rhumb.southbound.rule.ServiceRule;

class MediaClassifierTest {
    /** Version 2, payload type 96, sequence number 1, timestamp 1000, SSRC 0xcafe. */
    private static final String RTP = "80 60 0001 000003e8 0000cafe ";

    private static final int EF = 46 << 2;

    private final MediaClassifier classifier = new MediaClassifier();

    private static ServiceClasses rules(PacketClasses classes, @Nullable TrafficClass forced) {
        Endpoint any = Endpoint.parse("192.0.2.1:5004");
        return new ServiceClasses(
                new ServiceRule(1, "s", ServiceRule.Kind.RTM, 2, any, null, forced, classes));
    }

    private static ServiceClasses video(Codec codec) {
        return rules(
                new PacketClasses(
                        List.of(
                                new PayloadTypes(96, 97, TrafficClass.VIDEO, codec),
                                new PayloadTypes(111, 111, TrafficClass.AUDIO, Codec.ANY)),
                        TrafficClass.SIGNALLING,
                        0,
                        0,
                        List.of()),
                null);
    }

    private static ServiceClasses extensions(int dependencyDescriptor, int frameMarking) {
        var types = List.of(new PayloadTypes(96, 96, TrafficClass.VIDEO, Codec.ANY));
        return rules(
                new PacketClasses(types, null, dependencyDescriptor, frameMarking, List.of()),
                null);
    }

    private TrafficClass classify(ServiceClasses rules, int octet, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        // Something before and behind it, which must not matter.
        ByteBuffer b = ByteBuffer.allocate(bytes.length + 7);
        b.put(3, bytes).limit(3 + bytes.length);
        return classifier.classify(rules, 1, null, octet, b, 3, bytes.length);
    }

    private void assertKey(Codec codec, String payload, boolean key) {
        assertThat(new MediaClassifierTest().classify(video(codec), 0, RTP + payload))
                .as("%s %s", codec, payload)
                .isEqualTo(key ? TrafficClass.VIDEO_KEY : TrafficClass.VIDEO);
    }

    @Test
    void payloadTypesComeBeforeCodePoints() {
        ServiceClasses rules = video(Codec.ANY);
        assertThat(classify(rules, EF, RTP + "41 00")).isEqualTo(TrafficClass.VIDEO);
        String marked = RTP.replace("80 60", "80 ef");
        assertThat(classify(rules, 0, marked + "00")).isEqualTo(TrafficClass.AUDIO);
        String other = RTP.replace("80 60", "80 7e");
        assertThat(classify(rules, EF, other + "00")).isEqualTo(TrafficClass.AUDIO);
        assertThat(classify(rules, 0, other + "00")).isEqualTo(TrafficClass.DEFAULT);
    }

    @Test
    void rtcpIsToldFromRtpOnTheSamePort() {
        // A sender report and a transport feedback.
        assertThat(classify(video(Codec.ANY), 0, "80 c8 0006 0000cafe"))
                .isEqualTo(TrafficClass.SIGNALLING);
        assertThat(classify(video(Codec.ANY), EF, "8f cd 0004 0000cafe"))
                .isEqualTo(TrafficClass.SIGNALLING);
    }

    @Test
    void whatSetsMediaUpIsSignallingWhereNobodyMarks() {
        assertThat(classify(video(Codec.ANY), 0, "00 01 0000 2112a442"))
                .isEqualTo(TrafficClass.SIGNALLING);
        assertThat(classify(video(Codec.ANY), 0, "16 fefd 0000"))
                .isEqualTo(TrafficClass.SIGNALLING);
    }

    @Test
    void aForcedClassComesBeforeEverything() {
        PacketClasses classes =
                new PacketClasses(
                        List.of(new PayloadTypes(96, 96, TrafficClass.VIDEO, Codec.H264)),
                        null,
                        0,
                        0,
                        List.of());
        assertThat(classify(rules(classes, TrafficClass.BULK), EF, RTP + "65 00"))
                .isEqualTo(TrafficClass.BULK);
    }

    @Test
    void portsTellClassesWhenMediaDoNot() {
        List<Ports> ports =
                List.of(
                        new Ports(40_000, 40_099, TrafficClass.AUDIO),
                        new Ports(41_000, 41_000, TrafficClass.BULK));
        ServiceClasses rules = rules(new PacketClasses(List.of(), null, 0, 0, ports), null);
        assertThat(rules.ofPort(39_999)).isNull();
        assertThat(rules.ofPort(40_000)).isEqualTo(TrafficClass.AUDIO);
        assertThat(rules.ofPort(40_099)).isEqualTo(TrafficClass.AUDIO);
        assertThat(rules.ofPort(40_100)).isNull();
        assertThat(rules.ofPort(41_000)).isEqualTo(TrafficClass.BULK);
        ByteBuffer b = ByteBuffer.allocate(20);
        assertThat(classifier.classify(rules, 1, TrafficClass.BULK, EF, b, 0, 20))
                .isEqualTo(TrafficClass.BULK);
        assertThat(classifier.classify(rules, 1, null, EF, b, 0, 20)).isEqualTo(TrafficClass.AUDIO);
    }

    @Test
    void h264() {
        assertKey(Codec.H264, "65 88 84", true); // IDR slice
        assertKey(Codec.H264, "67 42 00", true); // sequence parameter set
        assertKey(Codec.H264, "41 9a 00", false);
        // STAP-A: SPS, PPS, IDR; SEI, IDR; SEI, slice.
        assertKey(Codec.H264, "78 0002 6742 0002 68ce 0002 6588", true);
        assertKey(Codec.H264, "78 0002 0605 0002 6588", true);
        assertKey(Codec.H264, "78 0002 0605 0002 419a", false);
        // FU-A of an IDR slice, first and last fragment; of another one.
        assertKey(Codec.H264, "7c 85 88", true);
        assertKey(Codec.H264, "7c 45 00", true);
        assertKey(Codec.H264, "5c 81 00", false);
        assertKey(Codec.H264, "7c", false);
    }

    @Test
    void h265() {
        assertKey(Codec.H265, "26 01 af", true); // IDR_W_RADL, 19
        assertKey(Codec.H265, "40 01 0c", true); // VPS, 32
        assertKey(Codec.H265, "02 01 d0", false); // TRAIL_R, 1
        assertKey(Codec.H265, "62 01 93", true); // FU, begin of 19
        assertKey(Codec.H265, "62 01 81", false);
        assertKey(Codec.H265, "60 01 0003 420101 0003 2601af", true); // AP of SPS and IDR
        assertKey(Codec.H265, "60 01 0003 020101 0003 0201af", false);
    }

    @Test
    void vp8() {
        assertKey(Codec.VP8, "10 50 00 00 9d012a", true);
        assertKey(Codec.VP8, "10 51 00 00", false);
        assertKey(Codec.VP8, "90 80 15 50", true); // with a picture number of 7 bits
        assertKey(Codec.VP8, "90 e0 8015 07 20 50", true); // of 15 bits, TL0PICIDX, TID
        assertKey(Codec.VP8, "90 e0 8015 07 20 51", false);
        assertKey(Codec.VP8, "00 50 00", false); // not the begin of a partition
        assertKey(Codec.VP8, "11 50 00", false); // of the second partition
        assertKey(Codec.VP8, "90 80 15", false);
    }

    @Test
    void vp9AndAv1() {
        assertKey(Codec.VP9, "88 15 82", true);
        assertKey(Codec.VP9, "c8 15 82", false);
        assertKey(Codec.AV1, "18 0a", true);
        assertKey(Codec.AV1, "10 32", false);
    }

    @Test
    void furtherPacketsOfAKeyFrameAreKnownByTheirTimestamp() {
        ServiceClasses rules = video(Codec.VP8);
        assertThat(classify(rules, 0, RTP + "10 50")).isEqualTo(TrafficClass.VIDEO_KEY);
        assertThat(classify(rules, 0, RTP + "00 77")).isEqualTo(TrafficClass.VIDEO_KEY);
        assertThat(classify(rules, 0, RTP.replace("cafe", "beef") + "00 77"))
                .isEqualTo(TrafficClass.VIDEO);
        assertThat(classify(rules, 0, RTP.replace("3e8", "7d0") + "00 77"))
                .isEqualTo(TrafficClass.VIDEO);
    }

    @Test
    void headerExtensionsShowKeyFramesOfEncryptedMedia() {
        // One-byte elements: 3 = dependency descriptor with a structure; without one.
        String with = RTP.replace("80 60", "90 60") + "bede 0002 33 80 0001 80 000000 ffff";
        String without = RTP.replace("80 60", "90 60") + "bede 0001 32 80 0002 ffff";
        assertThat(classify(extensions(3, 0), 0, with)).isEqualTo(TrafficClass.VIDEO_KEY);
        assertThat(classify(extensions(3, 0), 0, without)).isEqualTo(TrafficClass.VIDEO_KEY);
        String later = without.replace("3e8", "7d0");
        assertThat(classify(extensions(3, 0), 0, later)).isEqualTo(TrafficClass.VIDEO);
        assertThat(classify(extensions(4, 0), 0, with.replace("3e8", "bb8")))
                .isEqualTo(TrafficClass.VIDEO);
        // Two-byte elements: padding, 17 = something, 20 = frame marking, independent.
        String marked = RTP.replace("80 60", "90 60") + "1000 0002 00 11 01 aa 14 01 a0 00 ff";
        assertThat(classify(extensions(0, 20), 0, marked)).isEqualTo(TrafficClass.VIDEO_KEY);
        String plain = marked.replace("a0 00", "80 00").replace("3e8", "fa0");
        assertThat(classify(extensions(0, 20), 0, plain)).isEqualTo(TrafficClass.VIDEO);
    }

    /** Nothing throws, and nothing behind the packet is read: the buffer ends with it. */
    @Test
    void whateverComesIsAClass() {
        Random random = new Random(20_260);
        ServiceClasses[] all = new ServiceClasses[Codec.values().length];
        for (Codec codec : Codec.values()) {
            all[codec.ordinal()] =
                    rules(
                            new PacketClasses(
                                    List.of(new PayloadTypes(0, 127, TrafficClass.VIDEO, codec)),
                                    TrafficClass.SIGNALLING,
                                    random.nextInt(16),
                                    random.nextInt(16),
                                    List.of()),
                            null);
        }
        int keys = 0;
        for (int i = 0; i < 1_000_000; i++) {
            int length = random.nextInt(random.nextInt(8) == 0 ? 200 : 40);
            int offset = random.nextInt(3);
            byte[] bytes = new byte[offset + length];
            random.nextBytes(bytes);
            if (length > 0 && random.nextInt(4) != 0) {
                bytes[offset] = (byte) (0x80 | random.nextInt(64));
            }
            if (length > 16 && random.nextBoolean()) {
                bytes[offset] = (byte) (0x90 | random.nextInt(2));
                int at = offset + 12 + (bytes[offset] & 1) * 4;
                bytes[at] = (byte) (random.nextBoolean() ? 0xbe : 0x10);
                if (at + 3 < bytes.length) {
                    bytes[at + 1] = (byte) (bytes[at] == 0x10 ? 0 : 0xde);
                    bytes[at + 2] = 0;
                    bytes[at + 3] = (byte) random.nextInt(8);
                }
            }
            ByteBuffer b = ByteBuffer.wrap(bytes);
            TrafficClass c =
                    classifier.classify(
                            all[random.nextInt(all.length)], 1, null, 0, b, offset, length);
            assertThat(c).isNotNull();
            keys += c == TrafficClass.VIDEO_KEY ? 1 : 0;
        }
        assertThat(keys).isPositive();
    }
}
