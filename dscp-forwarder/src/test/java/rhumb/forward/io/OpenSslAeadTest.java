package rhumb.forward.io;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.AeadContract;

class OpenSslAeadTest extends AeadContract {
    private final Aead aead = new OpenSslAead();

    @BeforeAll
    static void isThere() {
        String obstacle = Aeads.Way.OPENSSL.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Override
    protected Aead aead() {
        return aead;
    }
}
