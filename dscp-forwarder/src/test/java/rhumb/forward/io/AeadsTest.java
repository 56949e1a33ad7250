package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.JdkAead;

/** A library is tried before a link depends on it. */
class AeadsTest {
    private final Aead known = new JdkAead();

    /** The known one with one thing broken. */
    private record Broken(Aead known, boolean opensAll, boolean cannotSealNothing) implements Aead {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Key key(byte[] secret, boolean seals) {
            Key key = known.key(secret, seals);
            return new Key() {
                @Override
                public void seal(
                        int life, long seq, ByteBuffer b, int offset, int clear, int text) {
                    if (text > 0 || !cannotSealNothing) {
                        key.seal(life, seq, b, offset, clear, text);
                    }
                }

                @Override
                public boolean open(
                        int life, long seq, ByteBuffer b, int offset, int clear, int text) {
                    return key.open(life, seq, b, offset, clear, text) || opensAll;
                }

                @Override
                public void close() {
                    key.close();
                }
            };
        }
    }

    @Test
    void eachWayOfThisMachineIsLikeTheOneOfTheJdk() {
        assertThat(Aeads.all()).isNotEmpty().allMatch(aead -> Aeads.sealsLike(known, aead));
    }

    @Test
    void whoTakesAForgeryIsNotTaken() {
        assertThat(Aeads.sealsLike(known, new Broken(known, false, false))).isTrue();
        assertThat(Aeads.sealsLike(known, new Broken(known, true, false))).isFalse();
        assertThat(Aeads.sealsLike(known, new Broken(known, false, true))).isFalse();
    }
}
