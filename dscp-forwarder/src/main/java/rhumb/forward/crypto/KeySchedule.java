package rhumb.forward.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import rhumb.net.LinkId;
import rhumb.southbound.rule.PublicKey;

/**
 * From the secret that two PoPs share to the keys of their links: HKDF-SHA-256 (RFC 5869) with who
 * sends, over what and to whom as its information, so that no two directions share a key.
 */
public final class KeySchedule {
    private static final byte[] SALT = ascii("rhumb overlay 2");
    private static final byte[] PACKETS = ascii("packets");
    private static final byte[] INTRODUCTIONS = ascii("introductions");
    private static final int LIFE_BYTES = 4;

    private KeySchedule() {}

    /**
     * Key of the packets of a link. It holds for one life of the receiver, so a receiver that has
     * just started can open nothing that was sealed before.
     */
    public static byte[] packets(
            byte[] shared, LinkId link, PublicKey sender, PublicKey receiver, int receiverLife) {
        return derive(shared, PACKETS, link, sender, receiver, receiverLife);
    }

    /** Key of the introductions of a link, with which the two ends tell each other their lives. */
    public static byte[] introductions(
            byte[] shared, LinkId link, PublicKey sender, PublicKey receiver) {
        return derive(shared, INTRODUCTIONS, link, sender, receiver, 0);
    }

    private static byte[] derive(
            byte[] shared,
            byte[] use,
            LinkId link,
            PublicKey sender,
            PublicKey receiver,
            int life) {
        byte[] name = ascii(link.toString());
        // Each part but the last has its length before it or a fixed one.
        byte[] info =
                ByteBuffer.allocate(2 + use.length + name.length + 2 * PublicKey.BYTES + LIFE_BYTES)
                        .put((byte) use.length)
                        .put(use)
                        .put(sender.bytes())
                        .put(receiver.bytes())
                        .putInt(life)
                        .put((byte) 0)
                        .put(name)
                        .array();
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(shared)
                                    .addSalt(SALT)
                                    .thenExpand(info, Aead.KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF-SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
