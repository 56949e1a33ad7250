package rhumb.forward.crypto;

class JdkAeadTest extends AeadContract {
    private final Aead aead = new JdkAead();

    @Override
    protected Aead aead() {
        return aead;
    }
}
