package rhumb.sim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.net.TrafficClass;
import rhumb.sim.io.SampleFiles;

final class RtpLoopTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;
    private static final Samples SAMPLES = SampleFiles.load();

    private final ByteBuffer buffer = ByteBuffer.allocate(2_048);

    @Test
    void audioGoesOnAcrossRoundsEveryTwentyMs() {
        RtpLoop loop = RtpLoop.opus(SAMPLES.audio(), 0xcafe, 5 * S);
        int lastStamp = 0;
        for (int i = 0; i < 3_000; i++) {
            assertThat(loop.nextAtNs()).isEqualTo(5 * S + i * 20L * MS);
            buffer.clear();
            int size = loop.next(buffer);
            assertThat(size).isEqualTo(buffer.position()).isBetween(80, 200);
            assertThat(buffer.getShort(2)).isEqualTo((short) i);
            assertThat(buffer.getInt(8)).isEqualTo(0xcafe);
            if (i > 0) {
                assertThat(buffer.getInt(4) - lastStamp).isEqualTo(960);
            }
            lastStamp = buffer.getInt(4);
            assertThat(loop.octet()).isEqualTo(TrafficClass.AUDIO.dscp().trafficClassOctet());
        }
    }

    @Test
    void videoHasAKeyFrameEachSecondAndAboutItsRate() {
        RtpLoop loop = RtpLoop.h264(SAMPLES.video(), 1, 0);
        long bytes = 0;
        int keyOctet = TrafficClass.VIDEO_KEY.dscp().trafficClassOctet();
        Set<Long> keySeconds = new HashSet<>();
        long lastNs = -1;
        while (loop.nextAtNs() < 40 * S) {
            long atNs = loop.nextAtNs();
            assertThat(atNs).isGreaterThan(lastNs);
            lastNs = atNs;
            buffer.clear();
            bytes += loop.next(buffer);
            if (loop.octet() == keyOctet) {
                keySeconds.add(atNs / S);
                assertThat(atNs % S).isLessThan(40 * MS);
            }
        }
        assertThat(keySeconds).hasSize(40);
        assertThat(bytes * 8 / 40.0).isCloseTo(310_000, within(40_000.0));
    }

    @Test
    void noTwoPacketsOfARunAreEqual() {
        Set<ByteBuffer> seen = new HashSet<>();
        List<PacketSource> sources = new ArrayList<>();
        sources.add(RtpLoop.opus(SAMPLES.audio(), 1, 0));
        sources.add(RtpLoop.opus(SAMPLES.audio(), 2, 0));
        sources.add(RtpLoop.h264(SAMPLES.video(), 3, 0));
        sources.add(new Payload(4, TrafficClass.BULK, 0, MS, 100));
        sources.add(new Payload(5, TrafficClass.LOG, 0, MS, 31));
        for (PacketSource source : sources) {
            for (int i = 0; i < 2_000; i++) {
                buffer.clear();
                int size = source.next(buffer);
                assertThat(seen.add(ByteBuffer.wrap(buffer.array().clone(), 0, size))).isTrue();
            }
        }
    }

    @Test
    void payloadIsDueAtEqualDistances() {
        Payload payload = new Payload(9, TrafficClass.SIGNALLING, S, 100 * MS, 200);
        buffer.clear();
        assertThat(payload.nextAtNs()).isEqualTo(S);
        assertThat(payload.next(buffer)).isEqualTo(200);
        assertThat(payload.nextAtNs()).isEqualTo(S + 100 * MS);
        assertThat(payload.octet()).isEqualTo(160);
    }

    @Test
    void brokenDumpsAreRefusedByName() {
        assertThatThrownBy(() -> RtpDump.parse(new byte[100]))
                .hasMessage("rtpdump: expected a file that starts with #!rtpplay1.0 ");
        byte[] good = dump(new byte[] {(byte) 0x80, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3});
        assertThat(RtpDump.parse(good).packets()).isEqualTo(1);
        byte[] bad = dump(new byte[] {0x40, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3});
        assertThatThrownBy(() -> RtpDump.parse(bad))
                .hasMessage("rtpdump: no RTP version 2 packet at byte 41");
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(1);
        byte[] good = dump(new byte[40]);
        good[49] = (byte) 0x80;
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] file = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            try {
                read += RtpDump.parse(file).packets();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageStartingWith("rtpdump: ");
            }
        }
        assertThat(read).isPositive();
    }

    private static byte[] dump(byte[] packet) {
        ByteBuffer file = ByteBuffer.allocate(41 + 8 + packet.length);
        file.put("#!rtpplay1.0 127.0.0.1/1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        file.position(41);
        file.putShort((short) (packet.length + 8)).putShort((short) packet.length).putInt(0);
        return file.put(packet).array();
    }
}
