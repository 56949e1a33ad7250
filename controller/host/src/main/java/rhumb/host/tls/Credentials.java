package rhumb.host.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** What a TLS folder held at one moment, checked: all of it belongs together. */
public final class Credentials {
    /** The own certificate, then those that signed it. */
    public static final String CHAIN = "node.crt";

    /** The own private key, for nobody else's eyes. */
    public static final String KEY = "node.key";

    /** Who may have signed the other side's certificate. */
    public static final String AUTHORITIES = "ca.crt";

    /** Which of those certificates hold no longer; may be absent. */
    public static final String REVOKED = "ca.crl";

    private record Serial(X500Principal issuer, BigInteger number) {}

    private final Path folder;
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final Identity identity;
    private final List<X509Certificate> authorities;
    private final Set<Serial> revoked;

    private Credentials(
            Path folder,
            List<X509Certificate> chain,
            PrivateKey key,
            Identity identity,
            List<X509Certificate> authorities,
            Set<Serial> revoked) {
        this.folder = folder;
        this.chain = List.copyOf(chain);
        this.key = key;
        this.identity = identity;
        this.authorities = List.copyOf(authorities);
        this.revoked = Set.copyOf(revoked);
    }

    /**
     * Reads a folder. A certificate that is too old is taken: who must forward without a controller
     * starts with it, and the other side refuses it.
     *
     * @param revokedFile revocation lists; none need be there
     * @throws TlsException naming the file, what is wrong with it and what to do
     */
    public static Credentials load(Path folder, Path revokedFile) throws TlsException {
        List<X509Certificate> authorities = authorities(folder.resolve(AUTHORITIES));
        Path chainFile = folder.resolve(CHAIN);
        List<X509Certificate> chain = certificates(chainFile);
        X509Certificate own = chain.getFirst();
        Identity identity = Identity.of(own);
        if (identity == null) {
            throw new TlsException(
                    chainFile
                            + ": its first certificate names no rhumb://ROLE/NAME; make one with"
                            + " `rhumb pki enrol` or `rhumb pki issue`");
        }
        if (authorities.stream().noneMatch(authority -> signed(own, authority))) {
            throw new TlsException(
                    chainFile
                            + ": "
                            + identity
                            + " was signed by none of the authorities in "
                            + folder.resolve(AUTHORITIES)
                            + "; both must come from the same `rhumb pki init`");
        }
        PrivateKey key = key(folder.resolve(KEY), chainFile, own.getPublicKey());
        return new Credentials(
                folder, chain, key, identity, authorities, revoked(revokedFile, authorities));
    }

    public Path folder() {
        return folder;
    }

    public Identity identity() {
        return identity;
    }

    /** The own certificate first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    PrivateKey key() {
        return key;
    }

    /** Whose signatures are believed. */
    public List<X509Certificate> authorities() {
        return authorities;
    }

    public boolean isRevoked(X509Certificate certificate) {
        return revoked.contains(
                new Serial(certificate.getIssuerX500Principal(), certificate.getSerialNumber()));
    }

    private static List<X509Certificate> authorities(Path file) throws TlsException {
        List<X509Certificate> authorities = certificates(file);
        for (X509Certificate authority : authorities) {
            if (authority.getBasicConstraints() < 0) {
                throw new TlsException(
                        file
                                + ": "
                                + authority.getSubjectX500Principal()
                                + " is no authority; put the ca.crt of `rhumb pki init` there");
            }
        }
        return authorities;
    }

    private static List<X509Certificate> certificates(Path file) throws TlsException {
        try {
            List<X509Certificate> certificates = Pem.certificates(text(file));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsException(
                    file + ": is damaged (" + e.getMessage() + "); copy it again or enrol anew");
        }
        throw new TlsException(
                file + ": holds no certificate; expected PEM (-----BEGIN CERTIFICATE-----)");
    }

    private static PrivateKey key(Path file, Path chainFile, PublicKey own) throws TlsException {
        String text = text(file);
        keepSecret(file);
        try {
            PrivateKey key = Pem.privateKey(own.getAlgorithm(), text);
            if (fit(key, own)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // What the key is must not be told, so the library's text is not.
            throw new TlsException(
                    file
                            + ": is no key for the certificate in "
                            + chainFile
                            + ": expected one unencrypted PKCS #8 key, PEM, "
                            + own.getAlgorithm());
        }
        throw new TlsException(
                file
                        + ": is the key of another certificate than the one in "
                        + chainFile
                        + "; put both from the same `rhumb pki enrol` there");
    }

    private static boolean fit(PrivateKey key, PublicKey own) throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance(
                        own.getAlgorithm().equals("EC") ? "SHA256withECDSA" : own.getAlgorithm());
        byte[] probe = {1, 2, 3};
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(own);
        signature.update(probe);
        return signature.verify(signed);
    }

    /**
     * A key that others on the machine can read is no secret.
     *
     * @throws TlsException when it is such a one
     */
    public static void keepSecret(Path file) throws TlsException {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rwx------");
            if (!owner.containsAll(mode)) {
                throw new TlsException(
                        file
                                + ": others on this machine may read or write it ("
                                + PosixFilePermissions.toString(mode)
                                + "); chmod 600 it");
            }
        } catch (UnsupportedOperationException e) {
            // A file system without modes: nothing can be said.
        } catch (TlsException e) {
            throw e;
        } catch (IOException e) {
            throw new TlsException(file + ": " + e.getMessage());
        }
    }

    private static Set<Serial> revoked(Path file, List<X509Certificate> authorities)
            throws TlsException {
        if (!Files.exists(file)) {
            return Set.of();
        }
        try {
            Set<Serial> revoked = new HashSet<>();
            List<X509CRL> lists = Pem.revocationLists(text(file));
            if (lists.isEmpty()) {
                throw new TlsException(
                        file
                                + ": holds no revocation list; copy the ca.crl of the authority again");
            }
            for (X509CRL list : lists) {
                if (authorities.stream().noneMatch(authority -> signed(list, authority))) {
                    throw new TlsException(
                            file
                                    + ": a revocation list was signed by no authority in "
                                    + AUTHORITIES
                                    + "; copy the ca.crl that belongs to it");
                }
                Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
                if (entries != null) {
                    entries.forEach(entry ->
                            revoked.add(
                                    new Serial(
                                            list.getIssuerX500Principal(),
                                            entry.getSerialNumber())));
                }
            }
            return revoked;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsException(
                    file
                            + ": is damaged ("
                            + e.getMessage()
                            + "); copy the ca.crl of the authority again");
        }
    }

    static boolean signed(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean signed(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return list.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String text(Path file) throws TlsException {
        @Nullable String what;
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            what =
                    Files.isDirectory(file.toAbsolutePath().resolveSibling("."))
                            ? "no such file"
                            : "no such folder";
        } catch (AccessDeniedException e) {
            what = "may not be read: check its owner and mode";
        } catch (IOException e) {
            what = "is no PEM text";
        }
        throw new TlsException(
                file
                        + ": "
                        + what
                        + "; `rhumb pki enrol` puts ca.crt, node.crt and node.key there");
    }
}
