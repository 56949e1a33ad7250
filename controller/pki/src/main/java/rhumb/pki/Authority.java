package rhumb.pki;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.host.tls.Credentials;
import rhumb.host.tls.Identity;
import rhumb.host.tls.Pem;
import rhumb.pki.PkiRefused.Reason;

/**
 * The authority in a folder: {@code ca.crt}, {@code ca.key} (mode 0600), {@code ca.crl}, each
 * certificate in {@code issued}, each unused token's hash in {@code tokens}.
 */
public final class Authority {
    /** How long a certificate holds when nobody says. */
    public static final Duration LIFE = Duration.ofDays(90);

    /** How long a token waits when nobody says. */
    public static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    private static final Duration LONGEST_TOKEN_LIFE = Duration.ofDays(7);
    private static final Duration OWN_LIFE = Duration.ofDays(3_650);
    private static final String CERTIFICATE = "ca.crt";
    private static final String KEY = "ca.key";
    private static final String LIST = "ca.crl";
    private static final String ISSUED = "issued";
    private static final String TOKENS = "tokens";

    /** Within a process; between processes it is the lock of a file. */
    private static final Object LOCK = new Object();

    /**
     * A certificate that was issued.
     *
     * @param state valid, expired or revoked
     */
    public record Issued(Identity identity, X509Certificate certificate, String state) {}

    /**
     * What a node gets.
     *
     * @param chain its certificate, then the authority's, PEM
     * @param authority the authority's certificate, PEM
     */
    public record Grant(Identity identity, String chain, String authority) {}

    private final Path folder;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(Path folder, X509Certificate certificate, PrivateKey key) {
        this.folder = folder;
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Makes a new one.
     *
     * @throws PkiRefused when there is one already: it is never overwritten
     */
    public static Authority init(Path folder, String name, Instant now)
            throws PkiRefused, IOException {
        PkiFiles.folder(folder);
        for (String file : List.of(KEY, CERTIFICATE)) {
            if (Files.exists(folder.resolve(file))) {
                throw new PkiRefused(
                        Reason.CONFLICT,
                        folder.resolve(file)
                                + " is there already and stays: what it signed would hold no longer;"
                                + " give another folder");
            }
        }
        new Identity(Identity.Role.ADMIN, name); // the same words are good for both
        try {
            KeyPair keys = Signer.keys();
            X509Certificate own = Signer.authority(keys, name, now, OWN_LIFE);
            PkiFiles.folder(folder.resolve(ISSUED));
            PkiFiles.folder(folder.resolve(TOKENS));
            PkiFiles.secret(
                    folder.resolve(KEY),
                    Pem.write(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded()));
            PkiFiles.open(folder.resolve(CERTIFICATE), Pem.write(own));
            Authority authority = new Authority(folder, own, keys.getPrivate());
            authority.write(Signer.list(own, keys.getPrivate(), now));
            return authority;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a new authority can sign", e);
        }
    }

    /**
     * Opens one.
     *
     * @throws IOException when there is none, or its files are damaged, saying what to do
     */
    public static Authority open(Path folder) throws IOException {
        try {
            List<X509Certificate> own =
                    Pem.certificates(Files.readString(folder.resolve(CERTIFICATE)));
            PrivateKey key = Pem.privateKey("EC", Files.readString(folder.resolve(KEY)));
            Credentials.keepSecret(folder.resolve(KEY));
            return new Authority(folder, own.getFirst(), key);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    folder
                            + ": no authority is here ("
                            + Path.of(e.getFile()).getFileName()
                            + " is missing); `rhumb pki init` makes one");
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    folder + ": ca.crt or ca.key is damaged: put a copy in its place");
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Where it keeps which certificates hold no longer. */
    public Path revocationList() {
        return folder.resolve(LIST);
    }

    /** Lets somebody have a certificate, once, for a while. */
    public Token token(Identity identity, Duration life, Instant now)
            throws PkiRefused, IOException {
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_TOKEN_LIFE) > 0) {
            throw new PkiRefused(
                    Reason.REQUEST,
                    "a token that waits for "
                            + life.toSeconds()
                            + " s: expected 1 s to "
                            + LONGEST_TOKEN_LIFE.toDays()
                            + " days");
        }
        Token token = Token.make(certificate);
        forgetOldTokens(now);
        PkiFiles.secret(
                tokenFile(token),
                identity + "\n" + now.plus(life).toEpochMilli() + "\n" + token.secretHash() + "\n");
        return token;
    }

    /**
     * Gives the certificate that a token is for; the token is used up by that.
     *
     * @param request PKCS #10, DER
     */
    public Grant redeem(Token token, byte[] request, Instant now) throws PkiRefused, IOException {
        var key = Signer.keyOf(request);
        Path file = tokenFile(token);
        Identity identity = granted(token, file, now);
        if (identity == null || !Files.deleteIfExists(file)) {
            throw new PkiRefused(
                    Reason.TOKEN,
                    "the token is not known here, was used, or is too old: make a new one with"
                            + " `rhumb pki token`");
        }
        return sign(identity, key, LIFE, now);
    }

    /** Signs a request of somebody who was identified otherwise. */
    public Grant issue(Identity identity, byte[] request, Duration life, Instant now)
            throws PkiRefused, IOException {
        return sign(identity, Signer.keyOf(request), life, now);
    }

    /** All that was issued, by identity, the newest first. */
    public List<Issued> list(Instant now) throws IOException {
        X509CRL revoked = readList();
        List<Issued> all = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder.resolve(ISSUED), "*.crt")) {
            for (Path file : files) {
                X509Certificate one = Pem.certificates(Files.readString(file)).getFirst();
                Identity identity = Identity.of(one);
                if (identity != null) {
                    boolean over = one.getNotAfter().toInstant().isBefore(now);
                    String state = revoked.isRevoked(one) ? "revoked" : over ? "expired" : "valid";
                    all.add(new Issued(identity, one, state));
                }
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    folder.resolve(ISSUED) + ": a file is no certificate: " + e.getMessage());
        }
        all.sort(
                Comparator.comparing((Issued one) -> one.identity().toString())
                        .thenComparing(
                                one -> one.certificate().getNotBefore(),
                                Comparator.reverseOrder()));
        return all;
    }

    /**
     * Lets all certificates of a name hold no longer, and forgets its tokens.
     *
     * @param name {@code sin}, or {@code pop/sin} when several roles have the name
     * @return what held until now
     */
    public List<Issued> revoke(String name, Instant now) throws PkiRefused, IOException {
        synchronized (LOCK) {
            try (FileChannel channel = lockFile();
                    FileLock lock = channel.lock()) {
                List<Issued> all =
                        list(now).stream()
                                .filter(one ->
                                        one.identity().toString().equals(name)
                                                || one.identity().name().equals(name))
                                .toList();
                long identities = all.stream().map(Issued::identity).distinct().count();
                if (identities != 1) {
                    throw new PkiRefused(
                            identities == 0 ? Reason.UNKNOWN : Reason.CONFLICT,
                            identities == 0
                                    ? "nobody by the name of " + name + ": see `rhumb pki list`"
                                    : name
                                            + " is several: say ROLE/NAME, such as "
                                            + all.getFirst().identity());
                }
                List<Issued> held =
                        all.stream().filter(one -> one.state().equals("valid")).toList();
                forgetTokens(all.getFirst().identity());
                X509CRL before = readList();
                write(
                        Signer.list(
                                certificate,
                                key,
                                before,
                                System.currentTimeMillis(),
                                held.stream().map(Issued::certificate).toList(),
                                now));
                assert lock.isValid();
                return held;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("an authority can sign", e);
            }
        }
    }

    private Grant sign(
            Identity identity, java.security.PublicKey nodeKey, Duration life, Instant now)
            throws IOException {
        try {
            X509Certificate node = Signer.node(certificate, key, identity, nodeKey, now, life);
            String text = Pem.write(node);
            PkiFiles.open(
                    folder.resolve(ISSUED).resolve(node.getSerialNumber().toString(16) + ".crt"),
                    text);
            String own = Pem.write(certificate);
            return new Grant(identity, text + own, own);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an authority can sign", e);
        }
    }

    private @Nullable Identity granted(Token token, Path file, Instant now) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        byte[] kept = HexFormat.of().parseHex(lines.get(2));
        byte[] shown = HexFormat.of().parseHex(token.secretHash());
        boolean holds =
                MessageDigest.isEqual(kept, shown)
                        && token.authority().equals(Token.fingerprint(certificate))
                        && now.toEpochMilli() < Long.parseLong(lines.get(1));
        return holds ? Identity.parse(lines.get(0)) : null;
    }

    private Path tokenFile(Token token) {
        return folder.resolve(TOKENS).resolve(token.id());
    }

    private void forgetOldTokens(Instant now) throws IOException {
        forget((identity, untilMs) -> untilMs <= now.toEpochMilli());
    }

    private void forgetTokens(Identity of) throws IOException {
        forget((identity, untilMs) -> identity.equals(of.toString()));
    }

    private interface Waiting {
        boolean is(String identity, long untilMs);
    }

    private void forget(Waiting which) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(TOKENS))) {
            for (Path file : files) {
                List<String> lines;
                try {
                    lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
                } catch (NoSuchFileException e) {
                    continue; // redeemed meanwhile
                }
                if (lines.size() == 3 && which.is(lines.get(0), Long.parseLong(lines.get(1)))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private FileChannel lockFile() throws IOException {
        return PkiFiles.lock(folder.resolve("lock"));
    }

    private X509CRL readList() throws IOException {
        try {
            return Pem.revocationLists(Files.readString(revocationList())).getFirst();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    revocationList() + ": is no revocation list: put a copy in its place");
        }
    }

    private void write(X509CRL list) throws IOException, GeneralSecurityException {
        PkiFiles.open(revocationList(), Pem.write(Pem.REVOCATION_LIST, list.getEncoded()));
    }
}
