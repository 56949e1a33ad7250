package rhumb.host.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text form of certificates, keys and revocation lists (RFC 7468). */
public final class Pem {
    public static final String CERTIFICATE = "CERTIFICATE";
    public static final String PRIVATE_KEY = "PRIVATE KEY";
    public static final String REVOCATION_LIST = "X509 CRL";
    public static final String REQUEST = "CERTIFICATE REQUEST";

    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END ([A-Z0-9 ]+)-----");
    private static final int LINE = 64;

    private Pem() {}

    /** One block. */
    public static String write(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    /**
     * The blocks with a label, in their order.
     *
     * @throws IllegalArgumentException when what is between the lines is no base 64
     */
    public static List<byte[]> read(String label, String text) {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(label) && matcher.group(3).equals(label)) {
                blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
            }
        }
        return blocks;
    }

    /** All certificates of a text. */
    public static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (byte[] der : read(CERTIFICATE, text)) {
            certificates.add(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        }
        return certificates;
    }

    /** All revocation lists of a text. */
    public static List<X509CRL> revocationLists(String text) throws GeneralSecurityException {
        List<X509CRL> lists = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (byte[] der : read(REVOCATION_LIST, text)) {
            lists.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(der)));
        }
        return lists;
    }

    /**
     * A private key of the kind that a certificate's public key has.
     *
     * @param algorithm as {@code PublicKey.getAlgorithm} names it
     */
    public static PrivateKey privateKey(String algorithm, String text)
            throws GeneralSecurityException {
        List<byte[]> keys = read(PRIVATE_KEY, text);
        if (keys.size() != 1) {
            throw new GeneralSecurityException(
                    "expected one unencrypted PKCS #8 key (-----BEGIN PRIVATE KEY-----)");
        }
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
    }

    /** A certificate as text. */
    public static String write(X509Certificate certificate) throws GeneralSecurityException {
        return write(CERTIFICATE, certificate.getEncoded());
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
