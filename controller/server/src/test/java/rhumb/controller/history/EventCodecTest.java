package rhumb.controller.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

class EventCodecTest {
    private static final LinkId LINK = LinkId.parse("sin/isp1->fra");

    static Event moved(long seq, long unixNs) {
        Event event =
                Event.ofPath(
                        EventCode.PATH_MOVED,
                        new PopId("sin"),
                        new PopId("fra"),
                        ClassSet.of(TrafficClass.AUDIO, TrafficClass.VIDEO),
                        List.of(LinkId.parse("sin->lon"), LinkId.parse("lon->fra")),
                        LINK,
                        "audio,video sin > fra => sin > lon > fra, drained by rule x: ü");
        return new Event(
                        seq,
                        event.code(),
                        0,
                        unixNs,
                        event.pop(),
                        event.peerPop(),
                        event.link(),
                        event.classes(),
                        event.path(),
                        event.text(),
                        "")
                .by("alice");
    }

    private static List<RecordReject> refusals(byte[] bytes) {
        List<RecordReject> refused = new ArrayList<>();
        Event event = EventCodec.decode(ByteBuffer.wrap(bytes), refused::add);
        assertThat(event == null).isEqualTo(refused.size() == 1);
        return refused;
    }

    @Test
    void whatIsKeptComesBack() {
        for (Event event :
                List.of(
                        moved(7, 1_764_500_000_123_456_789L),
                        Event.of(EventCode.STARTUP_PHASE, ""),
                        Event.ofPop(EventCode.PEER_LOST, new PopId("sin"), "agent").by("bob"),
                        Event.ofLink(EventCode.LINK_DOWN, LINK, "x".repeat(300)))) {
            List<RecordReject> refused = new ArrayList<>();
            byte[] record = EventCodec.encode(event);
            assertThat(EventCodec.decode(ByteBuffer.wrap(record), refused::add)).isEqualTo(event);
            assertThat(refused).isEmpty();
            assertThat(refusals(Arrays.copyOf(record, record.length - 1)))
                    .containsExactly(RecordReject.MALFORMED);
            assertThat(refusals(Arrays.copyOf(record, record.length + 1)))
                    .containsExactly(RecordReject.MALFORMED);
        }
    }

    @Test
    void aTextThatIsTooLongIsCutAndFits() {
        byte[] record = EventCodec.encode(Event.of(EventCode.PLAN_FAULT, "ü".repeat(100_000)));
        assertThat(record.length).isLessThan(EventCodec.MAX_BYTES);
        assertThat(refusals(record)).isEmpty();
    }

    @Test
    void whatALaterVersionWroteIsNamedSo() {
        byte[] record = EventCodec.encode(moved(1, 1));
        record[0] = 2;
        assertThat(refusals(record)).containsExactly(RecordReject.UNKNOWN_VERSION);
        String text =
                new String(EventCodec.encode(moved(1, 1)), StandardCharsets.ISO_8859_1)
                        .replace("PATH_MOVED", "PATH_GREEN");
        assertThat(refusals(text.getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(RecordReject.UNKNOWN_CODE);
    }

    @Test
    void noiseIsRefusedAndNeverThrows() {
        SplittableRandom random = new SplittableRandom(4);
        byte[] record = EventCodec.encode(moved(9, 1_764_500_000_000_000_000L));
        Set<RecordReject> seen = EnumSet.noneOf(RecordReject.class);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise;
            if (i % 2 == 0) {
                noise = new byte[random.nextInt(120)];
                random.nextBytes(noise);
            } else {
                noise = record.clone();
                noise[random.nextInt(noise.length)] ^= (byte) (1 << random.nextInt(8));
            }
            seen.addAll(refusals(noise));
        }
        assertThat(seen).containsExactlyInAnyOrder(RecordReject.values());
    }
}
