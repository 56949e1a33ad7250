package rhumb.host.tls;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One side of connections: with which certificate we come, and who may be at the other end. Any
 * thread may use it.
 */
public final class TlsDoor {
    /** The only version of TLS that is spoken (RFC 8446). */
    public static final String VERSION = "TLSv1.3";

    private final TlsFolder folder;
    private final String side;
    private final boolean peerIsServer;
    private final Set<Identity.Role> roles;
    private final Consumer<String> log;
    private final X509ExtendedKeyManager keys;
    private final X509ExtendedTrustManager trust = new LiveTrust(this);
    private final Map<CertificateReject, LongAdder> rejected =
            new EnumMap<>(CertificateReject.class);

    private TlsDoor(
            TlsFolder folder,
            String side,
            boolean peerIsServer,
            Set<Identity.Role> roles,
            Consumer<String> log) {
        this.folder = folder;
        this.side = side;
        this.peerIsServer = peerIsServer;
        this.roles = Set.copyOf(roles);
        this.log = log;
        this.keys = new LiveKeys(folder);
        for (CertificateReject reason : CertificateReject.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    /**
     * A side that takes connections.
     *
     * @param side what it is called in errors, such as {@code southbound}
     * @param roles who may come
     * @param log told each certificate that is refused
     */
    public static TlsDoor server(
            TlsFolder folder, String side, Set<Identity.Role> roles, Consumer<String> log) {
        return new TlsDoor(folder, side, false, roles, log);
    }

    /** A side that goes to a controller; what is wrong is told by the failure of the connection. */
    public static TlsDoor client(TlsFolder folder, String side) {
        return new TlsDoor(folder, side, true, Set.of(Identity.Role.CONTROLLER), text -> {});
    }

    public TlsFolder folder() {
        return folder;
    }

    public KeyManager keys() {
        return keys;
    }

    public TrustManager trust() {
        return trust;
    }

    /** What a context alone does not say: that older versions are not spoken. */
    public static SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {VERSION});
        return parameters;
    }

    /** For libraries that take no managers; they take {@link #parameters} besides. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance(VERSION);
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + VERSION, e);
        }
    }

    /** Certificates that were not taken, by reason. */
    public Map<CertificateReject, Long> rejected() {
        Map<CertificateReject, Long> counts = new EnumMap<>(CertificateReject.class);
        rejected.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    /** The certificate at the other end; null when it showed none. */
    public static @Nullable X509Certificate peer(@Nullable SSLSession session) {
        try {
            Certificate[] chain = session == null ? null : session.getPeerCertificates();
            return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate leaf
                    ? leaf
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /**
     * Whether a certificate still holds: asked anew for each connection, because a session that is
     * resumed (RFC 8446 section 2.2) shows none, and again later, because time passes.
     *
     * @return null when it does
     */
    public @Nullable CertificateReject stillWrong(@Nullable X509Certificate certificate) {
        return certificate == null
                ? CertificateReject.ABSENT
                : PeerCheck.check(
                        folder.credentials(),
                        certificate,
                        peerIsServer,
                        roles,
                        System.currentTimeMillis());
    }

    /** Whether time has passed over a certificate that was taken; costs next to nothing. */
    public @Nullable CertificateReject outlived(@Nullable X509Certificate certificate) {
        boolean over =
                certificate != null
                        && certificate.getNotAfter().toInstant().isBefore(Instant.now());
        return over ? CertificateReject.EXPIRED : null;
    }

    /** The same as {@link #stillWrong}, counted and told. */
    public @Nullable CertificateReject check(@Nullable X509Certificate certificate) {
        CertificateReject wrong = stillWrong(certificate);
        if (wrong != null) {
            count(wrong);
            log.accept(explain(wrong, certificate));
        }
        return wrong;
    }

    private void count(CertificateReject reason) {
        LongAdder count = rejected.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    /** In words: which side, which certificate, which file, what to do. */
    String explain(CertificateReject wrong, @Nullable X509Certificate certificate) {
        return side
                + ": "
                + (peerIsServer ? "the controller's" : "a client's")
                + " certificate is refused: "
                + wrong.cause()
                + " ("
                + wrong
                + "; "
                + describe(certificate)
                + "; judged by "
                + folder.credentials().folder().resolve(Credentials.AUTHORITIES)
                + "): "
                + wrong.whatToDo();
    }

    /** Our own certificate in words, for errors. */
    public String own() {
        Credentials credentials = folder.credentials();
        return credentials.folder().resolve(Credentials.CHAIN)
                + " ("
                + describe(credentials.chain().getFirst())
                + ")";
    }

    private static String describe(@Nullable X509Certificate certificate) {
        if (certificate == null) {
            return "no certificate";
        }
        Identity identity = Identity.of(certificate);
        return (identity == null ? "no identity" : identity.toString())
                + ", serial "
                + certificate.getSerialNumber().toString(16)
                + ", valid until "
                + certificate.getNotAfter().toInstant();
    }
}
