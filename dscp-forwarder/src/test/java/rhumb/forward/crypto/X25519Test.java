package rhumb.forward.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.southbound.rule.PublicKey;

class X25519Test {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** RFC 7748 section 6.1. */
    @Test
    void agreesAsTheRfcDoes() {
        byte[] alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f92ebc0992ac177fba51db92c2a");
        byte[] bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] alicePublic =
                hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        byte[] bobPublic = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        byte[] shared = hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        assertThat(X25519.publicKey(alice)).isEqualTo(alicePublic);
        assertThat(X25519.publicKey(bob)).isEqualTo(bobPublic);
        assertThat(X25519.agree(alice, bobPublic)).isEqualTo(shared);
        assertThat(X25519.agree(bob, alicePublic)).isEqualTo(shared);
    }

    @Test
    void keysOfSmallOrderShareNothing() {
        byte[] own = new byte[32];
        new Random(1).nextBytes(own);
        assertThat(X25519.agree(own, new byte[32])).isNull();
        byte[] one = new byte[32];
        one[0] = 1;
        assertThat(X25519.agree(own, one)).isNull();
    }

    @Test
    void anyBytesAreAPublicKeyOrNone() {
        Random random = new Random(2);
        byte[] own = new byte[32];
        byte[] other = new byte[32];
        for (int i = 0; i < 200; i++) {
            random.nextBytes(own);
            random.nextBytes(other);
            byte[] shared = X25519.agree(own, other);
            assertThat(shared == null || shared.length == 32).isTrue();
        }
    }

    @Test
    void ringsGoOnFromGenerationToGeneration() {
        Random random = new Random(3);
        KeyRing ring = KeyRing.first(random);
        for (int i = 0; i < 300; i++) {
            KeyRing next = ring.next(random);
            assertThat(next.oldest()).isEqualTo(ring.newest());
            PublicKey newest = next.publicKeys().getLast();
            assertThat(newest.isNewerThan(next.publicKeys().getFirst())).isTrue();
            ring = next;
        }
        assertThat(ring.newest().toString())
                .doesNotContain(HexFormat.of().formatHex(ring.newest().secret()));
    }
}
