package rhumb.southbound.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Message;
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
