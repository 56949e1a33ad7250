package rhumb.forward.io;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.JdkAead;

/**
 * Chooses who encrypts on this machine and says so once in the log. The system property {@value
 * #PROPERTY} forces {@code openssl} or {@code jdk}.
 */
public final class Aeads {
    public static final String PROPERTY = "rhumb.aead";
    private static final Logger LOG = LoggerFactory.getLogger(Aeads.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private Aeads() {}

    /**
     * One for one thread.
     *
     * @throws IllegalArgumentException when the property asks for what cannot be had
     */
    public static Aead open() {
        String forced = System.getProperty(PROPERTY, "");
        String obstacle = forced.equals("jdk") ? PROPERTY + "=jdk" : obstacle();
        if (!forced.isEmpty() && !forced.equals("jdk") && !forced.equals("openssl")) {
            throw new IllegalArgumentException(
                    "system property "
                            + PROPERTY
                            + "=\""
                            + forced
                            + "\": expected openssl or jdk, or leave it out");
        }
        if (forced.equals("openssl") && !obstacle.isEmpty()) {
            throw new IllegalArgumentException(PROPERTY + "=openssl cannot be had: " + obstacle);
        }
        Aead chosen = obstacle.isEmpty() ? new OpenSslAead() : new JdkAead();
        if (TOLD.compareAndSet(false, true)) {
            LOG.info(
                    "event=aead-chosen aead={} reason=\"{}\"",
                    chosen.name(),
                    obstacle.isEmpty() ? "libcrypto.so.3 is there" : obstacle);
        }
        return chosen;
    }

    /** Everything that this machine has. */
    public static List<Aead> all() {
        return obstacle().isEmpty()
                ? List.of(new OpenSslAead(), new JdkAead())
                : List.of(new JdkAead());
    }

    /** Why OpenSSL cannot be used, with what to do; empty when it can. */
    static String obstacle() {
        if (!Aeads.class.getModule().isNativeAccessEnabled()) {
            return "native access is off; start Java with --enable-native-access=ALL-UNNAMED";
        }
        try {
            new OpenSslAead().key(new byte[Aead.KEY_BYTES], true).close();
            return "";
        } catch (RuntimeException | LinkageError e) {
            return "no OpenSSL 3 (" + e + "); Debian: apt-get install libssl3";
        }
    }
}
