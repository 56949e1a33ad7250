package rhumb.forward.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.southbound.rule.PublicKey;

class NoiseKkTest {
    private final Aead aead = new JdkAead();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] agree(OwnKey own, PublicKey theirs) {
        return Objects.requireNonNull(X25519.agree(own.secret(), theirs.bytes()));
    }

    private NoiseKk end(boolean initiator, OwnKey own, OwnKey other, byte[] e, String prologue) {
        PublicKey theirs = other.publicKey();
        byte[] shared = agree(own, theirs);
        return new NoiseKk(aead, initiator, own, theirs.bytes(), shared, e, hex(prologue));
    }

    /** The vector of this pattern in the set of the cacophony project, which others publish too. */
    @Test
    void isTheProtocolThatOthersSpeak() {
        OwnKey a =
                OwnKey.of(
                        0, hex("e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1"));
        OwnKey b =
                OwnKey.of(
                        0, hex("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893"));
        byte[] ea = hex("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a");
        byte[] eb = hex("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b");
        String prologue = "4a6f686e2047616c74";
        NoiseKk initiator = end(true, a, b, ea, prologue);
        NoiseKk responder = end(false, b, a, eb, prologue);

        byte[] payload = hex("4c756477696720766f6e204d69736573");
        byte[] first = Objects.requireNonNull(initiator.writeFirst(payload));
        assertThat(first)
                .isEqualTo(
                        hex(
                                "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
                                        + "8564738a841228e693caeec4c497a8bd"
                                        + "562231c3e51a1f03c4fd45dfe3a67870"));
        assertThat(responder.readFirst(first)).isEqualTo(payload);
        byte[] answer = hex("4d757272617920526f746862617264");
        byte[] second = Objects.requireNonNull(responder.writeSecond(answer));
        assertThat(second)
                .isEqualTo(
                        hex(
                                "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
                                        + "b94504c4d83506f5dd2568b68490eba8ed6f9cf2cca194a273c56d7ae3c5"
                                        + "58"));
        assertThat(initiator.readSecond(second)).isEqualTo(answer);
        byte[] expected = hex("c03693acd830588fac76dd414c9e100e8c601d27511de855100239f7705fa3f2");
        assertThat(initiator.handshakeHash()).isEqualTo(expected);
        assertThat(responder.handshakeHash()).isEqualTo(expected);

        NoiseKk.Keys ours = initiator.split();
        NoiseKk.Keys theirs = responder.split();
        assertThat(ours.sending()).isEqualTo(theirs.receiving());
        assertThat(ours.receiving()).isEqualTo(theirs.sending());
        assertThat(sealed(ours.sending(), 0, "462e20412e20486179656b"))
                .isEqualTo("6a5c10a201d4e3a08f79f64949e55731f774913a4d949bda3fcebf");
        assertThat(sealed(theirs.sending(), 0, "4361726c204d656e676572"))
                .isEqualTo("4e8a1bf06926fdd74e2f516e2b0c11cc1dc3387fadeb75389d4342");
        assertThat(sealed(ours.sending(), 1, "4a65616e2d426170746973746520536179"))
                .isEqualTo("c1df7194ca8ea51d4dd99059bc9b90288112d47237d8481f1773fb26a31629a05c");
    }

    private String sealed(byte[] secret, long number, String text) {
        byte[] plain = hex(text);
        ByteBuffer b = ByteBuffer.allocate(plain.length + Aead.TAG_BYTES).put(plain);
        try (Aead.Key key = aead.key(secret, true)) {
            key.seal(0, number, b, 0, 0, plain.length);
        }
        return HexFormat.of().formatHex(b.array());
    }

    /** One bit anywhere, another key, another prologue: no message is taken. */
    @Test
    void nothingThatIsNotGenuineIsTaken() {
        Random random = new Random(7);
        OwnKey a = OwnKey.make(1, random);
        OwnKey b = OwnKey.make(2, random);
        OwnKey stranger = OwnKey.make(3, random);
        byte[] e = new byte[32];
        random.nextBytes(e);
        byte[] first = Objects.requireNonNull(end(true, a, b, e, "01").writeFirst(new byte[0]));
        assertThat(first).hasSize(NoiseKk.MESSAGE_BYTES);
        for (int i = 0; i < first.length; i++) {
            byte[] changed = first.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            assertThat(end(false, b, a, e, "01").readFirst(changed)).isNull();
        }
        assertThat(end(false, b, a, e, "02").readFirst(first)).isNull();
        assertThat(end(false, b, stranger, e, "01").readFirst(first)).isNull();
        assertThat(end(false, stranger, a, e, "01").readFirst(first)).isNull();
        assertThat(end(false, b, a, e, "01").readFirst(new byte[47])).isNull();
        // An ephemeral key of small order would make secrets that anybody knows.
        assertThat(end(false, b, a, e, "01").readFirst(new byte[48])).isNull();
    }

    @Test
    void anAnswerOfAnotherConnectionIsNotTaken() {
        Random random = new Random(8);
        OwnKey a = OwnKey.make(1, random);
        OwnKey b = OwnKey.make(2, random);
        byte[][] seconds = new byte[2][];
        NoiseKk[] initiators = new NoiseKk[2];
        for (int i = 0; i < 2; i++) {
            byte[] ea = new byte[32];
            byte[] eb = new byte[32];
            random.nextBytes(ea);
            random.nextBytes(eb);
            initiators[i] = end(true, a, b, ea, "");
            NoiseKk responder = end(false, b, a, eb, "");
            byte[] first = Objects.requireNonNull(initiators[i].writeFirst(new byte[0]));
            assertThat(responder.readFirst(first)).isEmpty();
            seconds[i] = Objects.requireNonNull(responder.writeSecond(new byte[0]));
        }
        assertThat(initiators[0].readSecond(seconds[1])).isNull();
        assertThat(initiators[1].readSecond(seconds[1])).isEmpty();
    }
}
