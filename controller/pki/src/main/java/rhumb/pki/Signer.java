package rhumb.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import rhumb.host.tls.Identity;
import rhumb.pki.PkiRefused.Reason;

/**
 * Makes certificates, requests and revocation lists (RFC 5280, RFC 2986), all with ECDSA over P-256
 * and SHA-256. What certificates are for is written in them: a PoP's cannot stand for a controller.
 */
@SuppressWarnings("JavaUtilDate") // what X.509 libraries take
final class Signer {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;

    /** Longer than any overlay lives; what is revoked is what counts. */
    private static final Duration LIST_LIFE = Duration.ofDays(3_650);

    /**
     * So long before it is made a certificate begins: clocks of two machines differ, mostly by
     * less, and by an hour where somebody set one by hand.
     */
    static final Duration EARLIER = Duration.ofHours(1);

    private static final int P256_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signer() {}

    static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /**
     * An authority's own certificate. It may sign certificates of nodes, and no other authority.
     */
    static X509Certificate authority(KeyPair keys, String name, Instant now, Duration life)
            throws GeneralSecurityException {
        X500Name subject = new X500Name("CN=" + name + ",O=rhumb");
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        serial(),
                        Date.from(now.minus(EARLIER)),
                        Date.from(now.plus(life)),
                        subject,
                        keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils()
                                    .createSubjectKeyIdentifier(keys.getPublic()));
            return certificate(builder, keys.getPrivate());
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A node's certificate. */
    static X509Certificate node(
            X509Certificate authority,
            PrivateKey authorityKey,
            Identity identity,
            PublicKey key,
            Instant now,
            Duration life)
            throws GeneralSecurityException {
        Date end = Date.from(now.plus(life));
        Date last = authority.getNotAfter();
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        authority,
                        serial(),
                        Date.from(now.minus(EARLIER)),
                        end.before(last) ? end : last,
                        new javax.security.auth.x500.X500Principal("CN=" + identity + ",O=rhumb"),
                        key);
        KeyPurposeId[] uses =
                identity.role() == Identity.Role.CONTROLLER
                        ? new KeyPurposeId[] {
                            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                        }
                        : new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth};
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(uses))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(
                                    new GeneralName(
                                            GeneralName.uniformResourceIdentifier, identity.uri())))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority));
            return certificate(builder, authorityKey);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A revocation list with all of an older one and more. */
    static X509CRL list(
            X509Certificate authority,
            PrivateKey authorityKey,
            X509CRL before,
            long number,
            Collection<X509Certificate> revoked,
            Instant now)
            throws GeneralSecurityException {
        X509v2CRLBuilder builder = new JcaX509v2CRLBuilder(authority, Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(LIST_LIFE)));
        Collection<? extends X509CRLEntry> entries = before.getRevokedCertificates();
        if (entries != null) {
            entries.forEach(entry ->
                    builder.addCRLEntry(
                            entry.getSerialNumber(),
                            entry.getRevocationDate(),
                            CRLReason.unspecified));
        }
        revoked.forEach(certificate ->
                builder.addCRLEntry(
                        certificate.getSerialNumber(), Date.from(now), CRLReason.unspecified));
        return list(builder, authorityKey, number);
    }

    /** A revocation list with nothing on it. */
    static X509CRL list(X509Certificate authority, PrivateKey authorityKey, Instant now)
            throws GeneralSecurityException {
        X509v2CRLBuilder builder = new JcaX509v2CRLBuilder(authority, Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(LIST_LIFE)));
        return list(builder, authorityKey, 1);
    }

    private static X509CRL list(X509v2CRLBuilder builder, PrivateKey key, long number)
            throws GeneralSecurityException {
        try {
            builder.addExtension(
                    Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            return new JcaX509CRLConverter().getCRL(builder.build(signer(key)));
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A request for a certificate: proves that who asks has the key. */
    static byte[] request(KeyPair keys) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(
                            new X500Name("O=rhumb"), keys.getPublic())
                    .build(signer(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a new key can sign", e);
        }
    }

    /**
     * The key of a request, whatever else stands in it: names come from tokens.
     *
     * @throws PkiRefused when it is none, or its sender does not have the key
     */
    static PublicKey keyOf(byte[] request) throws PkiRefused {
        PublicKey key;
        boolean proved;
        try {
            JcaPKCS10CertificationRequest read =
                    new JcaPKCS10CertificationRequest(new PKCS10CertificationRequest(request));
            key = read.getPublicKey();
            proved = read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException e) {
            // Bytes of strangers: the library has many ways to say that they are nothing.
            throw new PkiRefused(
                    Reason.REQUEST, "this is no PKCS #10 request for a certificate (RFC 2986)");
        }
        if (!proved) {
            throw new PkiRefused(
                    Reason.REQUEST, "the request is not signed by the key that it names");
        }
        boolean p256 =
                key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS
                        || key.getAlgorithm().equals("EdDSA");
        if (!p256) {
            throw new PkiRefused(
                    Reason.REQUEST,
                    "the request is for a key of kind "
                            + key.getAlgorithm()
                            + ": expected P-256 or Ed25519");
        }
        return key;
    }

    private static X509Certificate certificate(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
    }

    private static ContentSigner signer(PrivateKey key) throws GeneralSecurityException {
        try {
            return new JcaContentSignerBuilder(SIGNATURE).build(key);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
    }
}
