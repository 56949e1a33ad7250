package rhumb.forward.io;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.JdkAead;

/**
 * Chooses who encrypts on this machine, the fastest that it has, and says so once in the log. The
 * system property {@value #PROPERTY} forces one.
 */
public final class Aeads {
    public static final String PROPERTY = "rhumb.aead";
    private static final Logger LOG = LoggerFactory.getLogger(Aeads.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    // What a library is tried with.
    private static final int LIFE = 1;
    private static final long SEQ = 2;
    private static final int CLEAR = 20;

    /** Ways to encrypt, the fastest first. */
    enum Way {
        IPSEC_MB("ipsec-mb", () -> new IpsecMbAead(IpsecMb.load())),
        OPENSSL("openssl", OpenSslAead::new),
        JDK("jdk", JdkAead::new);

        private final String word;
        private final Supplier<Aead> opens;

        Way(String word, Supplier<Aead> opens) {
            this.word = word;
            this.opens = opens;
        }

        Aead open() {
            return opens.get();
        }

        /** Why it cannot be used, with what to do; empty when it can. */
        String obstacle() {
            if (this == JDK) {
                return "";
            }
            if (!Aeads.class.getModule().isNativeAccessEnabled()) {
                return "native access is off; start Java with --enable-native-access=ALL-UNNAMED";
            }
            try {
                return sealsLike(new JdkAead(), open()) ? "" : "it seals wrong";
            } catch (IllegalArgumentException e) {
                return String.valueOf(e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                return "no OpenSSL 3 (" + e + "); Debian: apt-get install libssl3";
            }
        }
    }

    private Aeads() {}

    /**
     * One for one thread.
     *
     * @throws IllegalArgumentException when the property asks for what cannot be had
     */
    public static Aead open() {
        String forced = System.getProperty(PROPERTY, "");
        List<String> reasons = new ArrayList<>();
        for (Way way : Way.values()) {
            if (!forced.isEmpty() && !forced.equals(way.word)) {
                continue;
            }
            String obstacle = way.obstacle();
            if (obstacle.isEmpty()) {
                return told(way.open(), forced.isEmpty() ? reasons : List.of(PROPERTY));
            }
            reasons.add(way.word + ": " + obstacle);
        }
        throw new IllegalArgumentException(
                reasons.isEmpty()
                        ? "system property %s=\"%s\": expected %s, or leave it out"
                                .formatted(PROPERTY, forced, words())
                        : PROPERTY + "=" + forced + " cannot be had: " + reasons.getFirst());
    }

    /** Everything that this machine has. */
    public static List<Aead> all() {
        return usable().map(Way::open).toList();
    }

    private static Stream<Way> usable() {
        return Arrays.stream(Way.values()).filter(way -> way.obstacle().isEmpty());
    }

    private static String words() {
        return String.join(", ", Arrays.stream(Way.values()).map(way -> way.word).toList());
    }

    private static Aead told(Aead chosen, List<String> reasons) {
        if (TOLD.compareAndSet(false, true)) {
            LOG.info(
                    "event=aead-chosen aead={} reason=\"{}\"",
                    chosen.name(),
                    reasons.isEmpty() ? "the fastest of all" : String.join("; ", reasons));
        }
        return chosen;
    }

    /**
     * A library of another make than we know would write something else, here and not on a link.
     */
    static boolean sealsLike(Aead known, Aead other) {
        for (int keyBytes : new int[] {Aead.KEY_BYTES, Aead.LONG_KEY_BYTES}) {
            for (int text : new int[] {0, 1, 1_181}) {
                ByteBuffer packet = sealed(known, keyBytes, text);
                if (!packet.equals(sealed(other, keyBytes, text))
                        || !opens(other, keyBytes, packet, text)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether it opens what is genuine, and that alone. */
    private static boolean opens(Aead aead, int keyBytes, ByteBuffer packet, int text) {
        int lastOfTag = packet.capacity() - 1;
        try (Aead.Key key = aead.key(secret(keyBytes), false)) {
            ByteBuffer forged = copy(packet).put(lastOfTag, (byte) ~packet.get(lastOfTag));
            ByteBuffer genuine = copy(packet);
            return !key.open(LIFE, SEQ, forged, 0, CLEAR, text)
                    && key.open(LIFE, SEQ, genuine, 0, CLEAR, text)
                    && genuine.slice(0, CLEAR + text).equals(ByteBuffer.allocate(CLEAR + text));
        }
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocateDirect(packet.capacity()).put(0, packet, 0, packet.capacity());
    }

    /** Nothing but zeros, sealed. */
    private static ByteBuffer sealed(Aead aead, int keyBytes, int text) {
        ByteBuffer packet = ByteBuffer.allocateDirect(CLEAR + text + Aead.TAG_BYTES);
        try (Aead.Key key = aead.key(secret(keyBytes), true)) {
            key.seal(LIFE, SEQ, packet, 0, CLEAR, text);
        }
        return packet;
    }

    private static byte[] secret(int keyBytes) {
        byte[] secret = new byte[keyBytes];
        Arrays.fill(secret, (byte) keyBytes);
        return secret;
    }
}
