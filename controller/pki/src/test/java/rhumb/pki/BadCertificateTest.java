package rhumb.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.host.tls.CertificateReject;
import rhumb.host.tls.Credentials;
import rhumb.host.tls.Identity;
import rhumb.host.tls.Pem;
import rhumb.host.tls.TlsDoor;
import rhumb.host.tls.TlsFolder;

/** Certificates with one thing wrong are taken by neither side, and the reason is named. */
class BadCertificateTest {
    /** A certificate with somebody's key, and why it must not be taken. */
    private record Case(
            @Nullable X509Certificate certificate, PrivateKey key, CertificateReject reason) {}

    private final Map<String, Case> cases = new LinkedHashMap<>();

    @TempDir Path folder;

    private Authority authority;
    private X500Principal issuer;
    private PrivateKey issuerKey;

    @BeforeEach
    void init() throws Exception {
        authority = Authority.init(folder.resolve("ca"), "test", Instant.now());
        issuer = authority.certificate().getSubjectX500Principal();
        issuerKey = Pem.privateKey("EC", Files.readString(folder.resolve("ca/ca.key")));
    }

    private Path enrol(String identity) throws Exception {
        Path tls = folder.resolve(identity.replace('/', '-'));
        NodeKeys keys = new NodeKeys();
        Token token =
                authority.token(Identity.parse(identity), Authority.TOKEN_LIFE, Instant.now());
        keys.keep(tls, authority.redeem(token, keys.request(), Instant.now()));
        return tls;
    }

    private Forger forger() {
        return new Forger(issuer, issuerKey);
    }

    private void add(String what, CertificateReject reason, Forger forger) throws Exception {
        cases.put(what, new Case(forger.make(), forger.keys.getPrivate(), reason));
    }

    private void enrolled(String identity, CertificateReject reason) throws Exception {
        Path tls = enrol(identity);
        X509Certificate own = TlsFolder.open(tls).credentials().chain().getFirst();
        PrivateKey key = Pem.privateKey("EC", Files.readString(tls.resolve(Credentials.KEY)));
        cases.put(identity + " as it was issued", new Case(own, key, reason));
    }

    /** What is wrong whichever side shows it. */
    private void both(String uri, KeyPurposeId purpose) throws Exception {
        Instant now = Instant.now();
        Duration hour = Duration.ofHours(1);
        Forger stranger = new Forger(new X500Principal("CN=stranger"), Signer.keys().getPrivate());
        Forger impostor = new Forger(issuer, Signer.keys().getPrivate());
        add(
                "expired",
                CertificateReject.EXPIRED,
                same(uri, purpose).valid(now.minus(hour), now.minusSeconds(1)));
        add(
                "early",
                CertificateReject.NOT_YET_VALID,
                same(uri, purpose).valid(now.plusSeconds(60), now.plus(hour)));
        add(
                "unknown authority",
                CertificateReject.UNKNOWN_AUTHORITY,
                stranger.uris(uri).purpose(purpose));
        add(
                "impostor of the authority",
                CertificateReject.UNKNOWN_AUTHORITY,
                impostor.uris(uri).purpose(purpose));
        add("no name", CertificateReject.NO_IDENTITY, same(uri, purpose).uris());
        add(
                "name of a host",
                CertificateReject.NO_IDENTITY,
                same(uri, purpose).dns("sin.example.net"));
        add(
                "two names",
                CertificateReject.NO_IDENTITY,
                same(uri, purpose).uris(uri, "rhumb://pop/fra"));
        add(
                "other scheme",
                CertificateReject.NO_IDENTITY,
                same(uri, purpose).uris("spiffe://pop/sin"));
        add("empty name", CertificateReject.NO_IDENTITY, same(uri, purpose).uris("rhumb://pop/"));
        add(
                "path for a name",
                CertificateReject.NO_IDENTITY,
                same(uri, purpose).uris("rhumb://pop/../sin"));
        add(
                "unknown role",
                CertificateReject.NO_IDENTITY,
                same(uri, purpose).uris("rhumb://king/sin"));
        add("no purpose", CertificateReject.WRONG_USE, same(uri, null));
        add(
                "other purpose",
                CertificateReject.WRONG_USE,
                same(uri, KeyPurposeId.id_kp_codeSigning));
        add("no usage", CertificateReject.WRONG_USE, same(uri, purpose).usage(null));
        add("authority for a node", CertificateReject.WRONG_USE, same(uri, purpose).authority());
        add(
                "unknown critical extension",
                CertificateReject.BAD_CHAIN,
                same(uri, purpose).strange());
        Path node = enrol("pop/chain");
        X509Certificate parent = TlsFolder.open(node).credentials().chain().getFirst();
        PrivateKey parentKey =
                Pem.privateKey("EC", Files.readString(node.resolve(Credentials.KEY)));
        add(
                "signed by a node",
                CertificateReject.UNKNOWN_AUTHORITY,
                new Forger(parent.getSubjectX500Principal(), parentKey).uris(uri).purpose(purpose));
        add(
                "other issuer's name",
                CertificateReject.UNKNOWN_AUTHORITY,
                new Forger(new X500Principal("CN=else"), issuerKey).uris(uri).purpose(purpose));
        Forger good = same(uri, purpose);
        byte[] der = good.make().getEncoded();
        der[der.length - 1] ^= 1;
        X509Certificate changed =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(der));
        cases.put(
                "changed signature",
                new Case(changed, good.keys.getPrivate(), CertificateReject.UNKNOWN_AUTHORITY));
    }

    private Forger same(String uri, @Nullable KeyPurposeId purpose) {
        return forger().uris(uri).purpose(purpose);
    }

    private static SSLEngine engine(TlsDoor door) {
        SSLEngine engine = door.context().createSSLEngine();
        engine.setEnabledProtocols(TlsDoor.parameters().getProtocols());
        return engine;
    }

    private void revoke(String identity) throws Exception {
        enrolled(identity, CertificateReject.REVOKED);
        authority.revoke(identity, Instant.now());
    }

    @Test
    void aControllerTakesNoneOfThem() throws Exception {
        both("rhumb://pop/sin", KeyPurposeId.id_kp_clientAuth);
        add(
                "for servers",
                CertificateReject.WRONG_USE,
                same("rhumb://pop/sin", KeyPurposeId.id_kp_serverAuth));
        for (String other : Set.of("read/rob", "operate/oda", "admin/ann", "controller/c2")) {
            enrolled(other, CertificateReject.WRONG_ROLE);
        }
        cases.put(
                "the authority's own",
                new Case(authority.certificate(), issuerKey, CertificateReject.WRONG_USE));
        cases.put("none", new Case(null, issuerKey, CertificateReject.ABSENT));
        Path good = enrol("pop/good");
        revoke("pop/gone");
        TlsFolder own = TlsFolder.open(enrol("controller/c1"), authority.revocationList());
        for (Map.Entry<String, Case> one : cases.entrySet()) {
            TlsDoor door = TlsDoor.server(own, "southbound", Set.of(Identity.Role.POP), text -> {});
            Case shown = one.getValue();
            SSLEngine client = Handshake.reckless(shown.certificate, shown.key).createSSLEngine();
            assertThat(Handshake.works(client, engine(door))).as(one.getKey()).isFalse();
            if (shown.certificate != null) {
                assertThat(door.rejected()).as(one.getKey()).containsEntry(shown.reason, 1L);
            }
        }
        TlsDoor door = TlsDoor.server(own, "southbound", Set.of(Identity.Role.POP), text -> {});
        TlsDoor pop = TlsDoor.client(TlsFolder.open(good), "southbound");
        assertThat(Handshake.works(engine(pop), engine(door))).as("as it should be").isTrue();
        SSLEngine old = engine(pop);
        old.setEnabledProtocols(new String[] {"TLSv1.2"});
        assertThat(Handshake.works(old, engine(door))).as("TLS 1.2").isFalse();
        X509Certificate others = TlsFolder.open(good).credentials().chain().getFirst();
        SSLEngine thief = Handshake.reckless(others, Signer.keys().getPrivate()).createSSLEngine();
        assertThat(Handshake.works(thief, engine(door))).as("without its key").isFalse();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(26);
    }

    @Test
    void aPopTakesNoneOfThem() throws Exception {
        both("rhumb://controller/c1", KeyPurposeId.id_kp_serverAuth);
        add(
                "for clients",
                CertificateReject.WRONG_USE,
                same("rhumb://controller/c1", KeyPurposeId.id_kp_clientAuth));
        add(
                "a PoP for servers",
                CertificateReject.WRONG_ROLE,
                same("rhumb://pop/fra", KeyPurposeId.id_kp_serverAuth));
        enrolled("pop/fra", CertificateReject.WRONG_USE);
        enrolled("admin/ann", CertificateReject.WRONG_USE);
        Path good = enrol("controller/c1");
        revoke("controller/c2");
        TlsFolder own = TlsFolder.open(enrol("pop/sin"), authority.revocationList());
        for (Map.Entry<String, Case> one : cases.entrySet()) {
            TlsDoor door = TlsDoor.client(own, "southbound");
            Case shown = one.getValue();
            SSLEngine server = Handshake.reckless(shown.certificate, shown.key).createSSLEngine();
            assertThat(Handshake.works(engine(door), server)).as(one.getKey()).isFalse();
            assertThat(door.rejected()).as(one.getKey()).containsEntry(shown.reason, 1L);
        }
        TlsDoor door = TlsDoor.client(own, "southbound");
        TlsDoor controller =
                TlsDoor.server(
                        TlsFolder.open(good), "southbound", Set.of(Identity.Role.POP), text -> {});
        assertThat(Handshake.works(engine(door), engine(controller))).isTrue();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(24);
    }

    @Test
    void usageWithoutSignaturesIsNoUsage() throws Exception {
        TlsFolder own = TlsFolder.open(enrol("controller/c1"));
        X509Certificate other =
                same("rhumb://pop/sin", KeyPurposeId.id_kp_clientAuth)
                        .usage(KeyUsage.keyEncipherment)
                        .make();
        TlsDoor door = TlsDoor.server(own, "southbound", Set.of(Identity.Role.POP), text -> {});
        assertThat(door.check(other)).isEqualTo(CertificateReject.WRONG_USE);
    }
}
