package rhumb.pki;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes certificates with one thing wrong; all that is not said is as it should be for pop/sin. */
@SuppressWarnings("JavaUtilDate") // what X.509 libraries take
final class Forger {
    final KeyPair keys = Signer.keys();
    private final X500Principal issuer;
    private final PrivateKey issuerKey;
    private Instant from = Instant.now().minus(Duration.ofHours(1));
    private Instant until = Instant.now().plus(Duration.ofHours(1));
    private List<GeneralName> names = new ArrayList<>(List.of(uri("rhumb://pop/sin")));
    private @Nullable Integer usage = KeyUsage.digitalSignature;
    private @Nullable KeyPurposeId purpose = KeyPurposeId.id_kp_clientAuth;
    private boolean isAuthority;
    private boolean strange;

    Forger(X500Principal issuer, PrivateKey issuerKey) {
        this.issuer = issuer;
        this.issuerKey = issuerKey;
    }

    static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    Forger valid(Instant newFrom, Instant newUntil) {
        from = newFrom;
        until = newUntil;
        return this;
    }

    Forger uris(String... uris) {
        names = new ArrayList<>();
        for (String one : uris) {
            names.add(uri(one));
        }
        return this;
    }

    Forger dns(String host) {
        names = List.of(new GeneralName(GeneralName.dNSName, host));
        return this;
    }

    Forger usage(@Nullable Integer newUsage) {
        usage = newUsage;
        return this;
    }

    Forger purpose(@Nullable KeyPurposeId newPurpose) {
        purpose = newPurpose;
        return this;
    }

    Forger authority() {
        isAuthority = true;
        return this;
    }

    Forger strange() {
        strange = true;
        return this;
    }

    X509Certificate make() throws Exception {
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(64, new java.security.SecureRandom()),
                        Date.from(from),
                        Date.from(until),
                        new X500Principal("CN=forged"),
                        keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        if (usage != null) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        }
        if (purpose != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        if (strange) {
            builder.addExtension(
                    new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1"), true, DERNull.INSTANCE);
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
    }
}
