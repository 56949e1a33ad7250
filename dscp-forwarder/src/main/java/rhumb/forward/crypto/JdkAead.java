package rhumb.forward.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's own AES-GCM: everywhere to be had, and it allocates for each packet. */
public final class JdkAead implements Aead {
    private byte[] input = new byte[2_048];
    private byte[] output = new byte[2_048];
    private final byte[] nonce = new byte[NONCE_BYTES];

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public Key key(byte[] secret, boolean seals) {
        try {
            return new JdkKey(
                    Cipher.getInstance("AES/GCM/NoPadding"), new SecretKeySpec(secret, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    private final class JdkKey implements Key {
        private final Cipher cipher;
        private final SecretKeySpec key;

        JdkKey(Cipher cipher, SecretKeySpec key) {
            this.cipher = cipher;
            this.key = key;
        }

        @Override
        public void seal(int life, long seq, ByteBuffer b, int offset, int clear, int text) {
            try {
                begin(Cipher.ENCRYPT_MODE, life, seq, b, offset, clear, text);
                int made = cipher.doFinal(input, clear, text, output, 0);
                b.put(offset + clear, output, 0, made);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM does not seal", e);
            }
        }

        @Override
        public boolean open(int life, long seq, ByteBuffer b, int offset, int clear, int text) {
            try {
                begin(Cipher.DECRYPT_MODE, life, seq, b, offset, clear, text + TAG_BYTES);
                int made = cipher.doFinal(input, clear, text + TAG_BYTES, output, 0);
                b.put(offset + clear, output, 0, made);
                return true;
            } catch (AEADBadTagException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM does not open", e);
            }
        }

        private void begin(
                int mode, int life, long seq, ByteBuffer b, int offset, int clear, int rest)
                throws GeneralSecurityException {
            if (clear + rest + TAG_BYTES > input.length) {
                input = new byte[clear + rest + TAG_BYTES];
                output = new byte[clear + rest + TAG_BYTES];
            }
            ByteBuffer.wrap(nonce).putInt(life).putLong(seq);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
            b.get(offset, input, 0, clear + rest);
            cipher.updateAAD(input, 0, clear);
        }

        @Override
        public void close() {}
    }
}
