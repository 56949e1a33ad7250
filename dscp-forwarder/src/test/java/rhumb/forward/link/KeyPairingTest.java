package rhumb.forward.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.OwnKey;
import rhumb.net.LinkId;
import rhumb.net.PopId;

/** What one key may seal; beyond that {@link LinkCipher} drops as DropReason.KEY_WORN. */
class KeyPairingTest {
    private static final LinkId LINK = LinkId.between(new PopId("a"), new PopId("b"));
    private final JdkAead aead = new JdkAead();
    private final KeyPairing pairing =
            new KeyPairing(
                    OwnKey.make(1, new Random(1)), OwnKey.make(2, new Random(2)).publicKey(), 3);

    @Test
    void sealsNoMoreThanItMay() {
        assertThat(pairing.maySeal()).as("without a key").isFalse();
        assertThat(pairing.agree(aead, LINK, 7)).isTrue();
        pairing.sealFor(aead, LINK, 9);
        for (int i = 0; i < 3; i++) {
            assertThat(pairing.maySeal()).isTrue();
        }
        assertThat(pairing.maySeal()).isFalse();
        pairing.sealFor(aead, LINK, 9);
        assertThat(pairing.maySeal()).as("the same key again").isFalse();
        pairing.sealFor(aead, LINK, 10);
        assertThat(pairing.maySeal()).as("another life, another key").isTrue();
    }
}
