package rhumb.pki;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rhumb.pki.PkiRefused.Reason;

/**
 * What lets one node have one certificate, once: {@code rhumb1.AUTHORITY.ID.SECRET}. It carries the
 * fingerprint of the authority, by which the node knows the controller that it hands the secret to.
 *
 * @param authority SHA-256 of the authority's certificate, base 64 for URLs
 * @param id 16 hexadecimal digits
 * @param secret 192 bits, base 64 for URLs
 */
public record Token(String authority, String id, String secret) {
    private static final Pattern FORM =
            Pattern.compile("rhumb1\\.([A-Za-z0-9_-]{43})\\.([0-9a-f]{16})\\.([A-Za-z0-9_-]{32})");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 24;

    /** A new one. */
    static Token make(X509Certificate authority) {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new Token(fingerprint(authority), HexFormat.of().formatHex(id), base64(secret));
    }

    /** Reads {@link #text}. */
    public static Token parse(String text) throws PkiRefused {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            // The text is not repeated: it may hold most of a secret.
            throw new PkiRefused(
                    Reason.TOKEN,
                    "this is no token: expected what `rhumb pki token` printed, beginning with"
                            + " rhumb1.");
        }
        return new Token(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** For the one who shall redeem it, and nobody else. */
    public String text() {
        return "rhumb1." + authority + "." + id + "." + secret;
    }

    /** What the authority keeps of the secret. */
    String secretHash() {
        return HexFormat.of()
                .formatHex(sha256(secret.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    /** By what a token names an authority. */
    public static String fingerprint(X509Certificate authority) {
        try {
            return base64(sha256(authority.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Without the secret: logs and errors may hold it. */
    @Override
    public String toString() {
        return "token " + id;
    }
}
