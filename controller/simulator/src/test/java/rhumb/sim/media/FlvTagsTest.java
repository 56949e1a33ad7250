package rhumb.sim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rhumb.sim.io.SampleFiles;

final class FlvTagsTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;

    /** Header, one audio tag of 3 bytes at 0x01020304 ms. */
    private static final String GOLDEN =
            "464c5601 05 00000009 00000000 08 000003 020304 01 000000 af0001 0000000e";

    @Test
    void goldenTag() {
        List<String> tags = new ArrayList<>();
        FlvTags parser = new FlvTags();
        parser.accept(7, ByteBuffer.wrap(hex(GOLDEN)), collect(tags));
        assertThat(tags).containsExactly("7 8 16909060 080000030203040" + "1000000af00010000000e");
        assertThat(parser.rejected()).isNull();
        assertThat(parser.heldBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "474c560105000000090000000008, BAD_SIGNATURE, 14",
        "464c560205000000090000000008, BAD_VERSION, 14",
        "464c5601050000000a0000000008, BAD_DATA_OFFSET, 14",
        "464c560105000000090000000108, BAD_PREVIOUS_TAG_SIZE, 14",
        "464c5601050000000900000000 0b0000030203040100000000, BAD_TAG_TYPE, 12",
        "464c5601050000000900000000 080000030203040100000100, BAD_STREAM_ID, 12",
        "464c5601050000000900000000 08ffffff0203040100000000, TAG_TOO_LONG, 12",
        "464c5601050000000900000000 0800000302030401000000af00010000000f00, BAD_PREVIOUS_TAG_SIZE, 19"
    })
    void whatIsNoFlvIsRejectedByName(String bytes, FlvTags.Reject reject, long ignored) {
        FlvTags parser = new FlvTags();
        parser.accept(0, ByteBuffer.wrap(hex(bytes)), collect(new ArrayList<>()));
        assertThat(parser.rejected()).isEqualTo(reject);
        assertThat(parser.ignoredBytes()).isEqualTo(ignored);
    }

    @Test
    void piecesOfAnySizeGiveTheSameTags() {
        byte[] stream = play(4 * S, 0);
        List<String> whole = new ArrayList<>();
        new FlvTags().accept(0, ByteBuffer.wrap(stream), collect(whole));
        Random random = new Random(3);
        for (int round = 0; round < 5; round++) {
            List<String> pieces = new ArrayList<>();
            FlvTags parser = new FlvTags();
            int at = 0;
            while (at < stream.length) {
                int length =
                        Math.min(stream.length - at, 1 + random.nextInt(1 << random.nextInt(14)));
                parser.accept(0, ByteBuffer.wrap(stream, at, length), collect(pieces));
                at += length;
            }
            assertThat(pieces).isEqualTo(whole);
        }
        assertThat(whole).hasSizeGreaterThan(200);
    }

    @Test
    void loopIsOneStreamWithRisingTimeAndNoTagTwice() {
        List<Integer> stamps = new ArrayList<>();
        Set<ByteBuffer> seen = new HashSet<>();
        int[] scripts = new int[1];
        FlvTags parser = new FlvTags();
        parser.accept(
                0,
                ByteBuffer.wrap(play(35 * S, 0)),
                (now, type, stamp, bytes, length) -> {
                    stamps.add(stamp);
                    byte[] copy = new byte[length];
                    bytes.get(0, copy);
                    assertThat(seen.add(ByteBuffer.wrap(copy))).isTrue();
                    scripts[0] += type == FlvTags.SCRIPT ? 1 : 0;
                });
        assertThat(parser.rejected()).isNull();
        assertThat(stamps).isSorted().hasSizeGreaterThan(35 * 65);
        assertThat(stamps.getLast()).isBetween(34_900, 35_000);
        assertThat(scripts[0]).isEqualTo(1);
    }

    @Test
    void anyBytesAreTakenWithoutAnException() {
        Random random = new Random(5);
        byte[] good = play(S / 2, 0);
        int rejected = 0;
        for (int i = 0; i < 100_000; i++) {
            FlvTags parser = new FlvTags();
            byte[] bytes;
            if (i % 2 == 0) {
                bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
                System.arraycopy(good, 0, bytes, 0, Math.min(bytes.length, random.nextInt(30)));
            } else {
                bytes = java.util.Arrays.copyOf(good, 200 + random.nextInt(1_500));
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            long[] given = new long[1];
            parser.accept(0, ByteBuffer.wrap(bytes), (n, t, s, b, length) -> given[0] += length);
            rejected += parser.rejected() == null ? 0 : 1;
            assertThat(given[0] + parser.ignoredBytes() + parser.heldBytes())
                    .isLessThanOrEqualTo(bytes.length);
        }
        assertThat(rejected).isBetween(1_000, 99_000);
    }

    @Test
    void samplesWithoutMediaAreRefused() {
        assertThatThrownBy(() -> FlvSample.parse(hex("464c5601050000000900000000")))
                .hasMessage("FLV sample: no media");
    }

    @Test
    void whoJoinsLaterGetsTheSetUpAndThenTheSameTags() {
        byte[] all = play(30_000_000_000L, 0);
        byte[] joined = play(30_000_000_000L, 17_000_000_000L);
        List<String> whole = new ArrayList<>();
        List<String> part = new ArrayList<>();
        new FlvTags().accept(0, ByteBuffer.wrap(all), collect(whole));
        new FlvTags().accept(0, ByteBuffer.wrap(joined), collect(part));
        assertThat(part).hasSizeBetween(whole.size() / 3, whole.size() / 2).isSubsetOf(whole);
        int setUp = part.size() - 1;
        while (part.get(setUp).equals(whole.get(whole.size() - part.size() + setUp))) {
            setUp--;
        }
        assertThat(part.subList(0, setUp + 1)).isEqualTo(whole.subList(0, setUp + 1)).isNotEmpty();
    }

    private static byte[] play(long untilNs, long joinNs) {
        FlvLoop loop = SampleFiles.load().flv(0, joinNs);
        ByteBuffer out = ByteBuffer.allocate(4 << 20);
        while (loop.nextAtNs() < untilNs) {
            int expected = loop.nextBytes();
            assertThat(loop.next(out)).isEqualTo(expected);
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static FlvTags.Sink collect(List<String> tags) {
        return (now, type, stamp, bytes, length) -> {
            byte[] copy = new byte[length];
            bytes.get(0, copy);
            tags.add(now + " " + type + " " + stamp + " " + HexFormat.of().formatHex(copy));
        };
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
