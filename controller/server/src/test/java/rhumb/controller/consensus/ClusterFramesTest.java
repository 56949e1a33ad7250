package rhumb.controller.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.controller.consensus.ClusterFrames.Decoded;

class ClusterFramesTest {
    private static final List<RaftMessage> MESSAGES =
            List.of(
                    new RaftMessage.VoteRequest(7, true, 5, 6),
                    new RaftMessage.VoteReply(7, false, true),
                    new RaftMessage.AppendRequest(
                            7,
                            5,
                            6,
                            4,
                            -12,
                            800,
                            List.of(new Entry(7, new byte[0]), new Entry(7, new byte[] {1, 2}))),
                    new RaftMessage.AppendReply(7, true, 6, -12));

    private static final List<String> GOLDEN =
            List.of(
                    "12080807100118052006",
                    "1a0408071801",
                    "22190807100518062004281732020807320608071202" + "010238a006",
                    "2a080807100118062017");

    @Test
    void framesAreAsTheyWere() {
        for (int i = 0; i < MESSAGES.size(); i++) {
            assertThat(HexFormat.of().formatHex(ClusterFrames.encode(MESSAGES.get(i))))
                    .isEqualTo(GOLDEN.get(i));
        }
        assertThat(HexFormat.of().formatHex(ClusterFrames.introduction(2, 3)))
                .isEqualTo("0a06080210031801");
    }

    @Test
    void whatIsSentComesBack() {
        for (RaftMessage message : MESSAGES) {
            assertThat(ClusterFrames.decode(ClusterFrames.encode(message)))
                    .isEqualTo(new Decoded.Accepted(message));
        }
        assertThat(ClusterFrames.decode(ClusterFrames.introduction(2, 3)))
                .isEqualTo(new Decoded.Introduced(2, 3, ClusterFrames.VERSION));
    }

    @Test
    void whatIsWrongHasAReason() {
        assertThat(ClusterFrames.decode(new byte[] {(byte) 0xff}))
                .isEqualTo(new Decoded.Rejected(ClusterFrames.Reason.MALFORMED));
        assertThat(ClusterFrames.decode(new byte[0]))
                .isEqualTo(new Decoded.Rejected(ClusterFrames.Reason.UNKNOWN_KIND));
        assertThat(ClusterFrames.decode(new byte[ClusterFrames.MAX_BYTES + 1]))
                .isEqualTo(new Decoded.Rejected(ClusterFrames.Reason.TOO_LONG));
        for (RaftMessage wrong :
                List.of(
                        new RaftMessage.VoteReply(0, true, true),
                        new RaftMessage.VoteReply(RaftCore.MAX_TERM + 1, true, true),
                        new RaftMessage.AppendReply(1, true, 1L << 40, 0),
                        new RaftMessage.VoteRequest(1, true, 1, -1))) {
            assertThat(ClusterFrames.decode(ClusterFrames.encode(wrong)))
                    .isEqualTo(new Decoded.Rejected(ClusterFrames.Reason.OUT_OF_RANGE));
        }
    }

    @Test
    void anyBytesAreAnsweredAndHarmACoreInNoWay() {
        SplittableRandom random = new SplittableRandom(1);
        RaftWorld world = new RaftWorld(3, 1);
        world.runFor(2_000 * RaftWorld.MS);
        List<byte[]> seeds = new ArrayList<>(MESSAGES.stream().map(ClusterFrames::encode).toList());
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = seeds.get(random.nextInt(seeds.size())).clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            ClusterFrames.decode(frame);
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            ClusterFrames.decode(noise);
        }
        assertThat(world.leader()).isNotNull();
    }
}
