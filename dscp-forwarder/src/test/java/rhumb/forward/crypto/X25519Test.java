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

    /** RFC 7748 sections 5.2 and 6.1. */
    @Test
    void agreesAsTheRfcDoes() {
        byte[] scalar = hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
        byte[] point = hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
        assertThat(X25519.agree(scalar, point))
                .isEqualTo(hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
        byte[] nine = hex("09" + "00".repeat(31));
        assertThat(X25519.publicKey(nine))
                .isEqualTo(hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
        byte[] bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] alicePublic =
                hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        assertThat(X25519.publicKey(bob))
                .isEqualTo(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
        assertThat(X25519.agree(bob, alicePublic))
                .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
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
