package rhumb.forward.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every way of sealing must do; run over each. */
public abstract class AeadContract {
    protected abstract Aead aead();

    private static ByteBuffer buffer(int bytes, boolean direct) {
        return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    }

    private static String text(ByteBuffer b, int offset, int length) {
        byte[] bytes = new byte[length];
        b.get(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The GCM specification of McGrew and Viega, test cases 1 and 2. */
    @Test
    void sealsAsTheSpecificationDoes() {
        for (boolean direct : new boolean[] {true, false}) {
            try (Aead.Key key = aead().key(new byte[16], true)) {
                ByteBuffer b = buffer(64, direct);
                key.seal(0, 0, b, 5, 0, 16);
                assertThat(text(b, 5, 32))
                        .isEqualTo(
                                "0388dace60b6a392f328c2b971b2fe78"
                                        + "ab6e47d42cec13bdf53a67b21257bddf");
                key.seal(1, 0, b, 5, 0, 0);
            }
            try (Aead.Key key = aead().key(new byte[16], true)) {
                ByteBuffer b = buffer(64, direct);
                key.seal(0, 0, b, 5, 0, 0);
                assertThat(text(b, 5, 16)).isEqualTo("58e2fccefa7e3061367f1d57a4e7455a");
            }
        }
    }

    /** The same, test case 14: a key of 256 bits. */
    @Test
    void aLongKeyIsOneOfAes256() {
        try (Aead.Key key = aead().key(new byte[32], true)) {
            ByteBuffer b = buffer(32, true);
            key.seal(0, 0, b, 0, 0, 16);
            assertThat(text(b, 0, 32))
                    .isEqualTo("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
        }
    }

    @Test
    void whatWasSealedOpensToWhatItWas() {
        Random random = new Random(1);
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        try (Aead.Key seals = aead().key(secret, true);
                Aead.Key opens = aead().key(secret, false)) {
            for (int i = 0; i < 2_000; i++) {
                byte[] plain = new byte[random.nextInt(1_500)];
                random.nextBytes(plain);
                int clear = random.nextInt(plain.length + 1);
                ByteBuffer b = buffer(plain.length + 40, i % 2 == 0);
                b.put(7, plain);
                seals.seal(9, i, b, 7, clear, plain.length - clear);
                assertThat(text(b, 7, clear)).isEqualTo(HexFormat.of().formatHex(plain, 0, clear));
                assertThat(opens.open(9, i, b, 7, clear, plain.length - clear)).isTrue();
                assertThat(text(b, 7, plain.length)).isEqualTo(HexFormat.of().formatHex(plain));
            }
        }
    }

    /** One bit anywhere, another nonce, another key, a shorter packet. */
    @Test
    void nothingElseOpens() {
        Random random = new Random(2);
        byte[] secret = new byte[16];
        try (Aead.Key seals = aead().key(secret, true);
                Aead.Key opens = aead().key(secret, false);
                Aead.Key other =
                        aead().key(
                                        new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                                        false)) {
            ByteBuffer sealed = buffer(100, true);
            seals.seal(3, 77, sealed, 0, 12, 60);
            for (int bit = 0; bit < 88 * 8; bit++) {
                ByteBuffer b = copy(sealed, bit % 2 == 0);
                b.put(bit / 8, (byte) (b.get(bit / 8) ^ 1 << bit % 8));
                assertThat(opens.open(3, 77, b, 0, 12, 60)).as("bit " + bit).isFalse();
            }
            assertThat(opens.open(4, 77, copy(sealed, true), 0, 12, 60)).isFalse();
            assertThat(opens.open(3, 78, copy(sealed, true), 0, 12, 60)).isFalse();
            assertThat(opens.open(3, 77, copy(sealed, true), 0, 13, 59)).isFalse();
            assertThat(opens.open(3, 77, copy(sealed, true), 0, 12, 59)).isFalse();
            assertThat(other.open(3, 77, copy(sealed, true), 0, 12, 60)).isFalse();
            for (int i = 0; i < 1_000; i++) {
                byte[] garbage = new byte[100];
                random.nextBytes(garbage);
                assertThat(opens.open(3, 77, ByteBuffer.wrap(garbage), 0, 12, 60)).isFalse();
            }
            assertThat(opens.open(3, 77, copy(sealed, false), 0, 12, 60)).isTrue();
        }
    }

    /** The other implementation reads what this one writes. */
    @Test
    void bothMakeTheSame() {
        Random random = new Random(3);
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        try (Aead.Key one = aead().key(secret, true);
                Aead.Key reference = new JdkAead().key(secret, true)) {
            for (int i = 0; i < 500; i++) {
                byte[] plain = new byte[16 + random.nextInt(1_400)];
                random.nextBytes(plain);
                ByteBuffer a = buffer(plain.length + 16, true).put(0, plain);
                ByteBuffer b = ByteBuffer.allocate(plain.length + 16).put(0, plain);
                one.seal(-1, Long.MIN_VALUE + i, a, 0, 12, plain.length - 12);
                reference.seal(-1, Long.MIN_VALUE + i, b, 0, 12, plain.length - 12);
                assertThat(text(a, 0, plain.length + 16)).isEqualTo(text(b, 0, plain.length + 16));
            }
        }
    }

    private static ByteBuffer copy(ByteBuffer from, boolean direct) {
        return buffer(from.capacity(), direct).put(0, from, 0, from.capacity());
    }
}
