package rhumb.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.host.tls.CertificateReject;
import rhumb.host.tls.Credentials;
import rhumb.host.tls.Identity;
import rhumb.host.tls.PeerCheck;
import rhumb.host.tls.Pem;
import rhumb.host.tls.TlsException;
import rhumb.host.tls.TlsFolder;
import rhumb.pki.PkiRefused.Reason;

class AuthorityTest {
    private static final Identity SIN = Identity.parse("pop/sin");
    private final Instant now = Instant.now();

    @TempDir Path folder;

    private Path ca;
    private Authority authority;

    @BeforeEach
    void init() throws Exception {
        ca = folder.resolve("ca");
        authority = Authority.init(ca, "test", now);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private TlsFolder enrol(Identity identity, Path tls) throws Exception {
        NodeKeys keys = new NodeKeys();
        Token token = authority.token(identity, Authority.TOKEN_LIFE, now);
        keys.keep(tls, authority.redeem(Token.parse(token.text()), keys.request(), now));
        return TlsFolder.open(tls);
    }

    private static void refused(
            Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PkiRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** Operators run commands as root on folders of services. */
    @Test
    void whatRootWritesBelongsToTheOwnerOfTheFolder() throws Exception {
        assumeTrue(Files.getOwner(folder).getName().equals("root"), "only root can");
        UserPrincipalLookupService users = folder.getFileSystem().getUserPrincipalLookupService();
        UserPrincipal service = users.lookupPrincipalByName("nobody");
        Files.setOwner(folder, service);
        Path office = folder.resolve("office/ca");
        Authority root = Authority.init(office, "test", now);
        NodeKeys keys = new NodeKeys();
        Token token = root.token(SIN, Authority.TOKEN_LIFE, now);
        root.token(Identity.parse("pop/fra"), Authority.TOKEN_LIFE, now); // it waits
        keys.keep(folder.resolve("tls"), root.redeem(token, keys.request(), now));
        root.revoke("sin", now);
        assertThat(office.resolve("lock")).exists();
        for (Path below : List.of(office, folder.resolve("tls"))) {
            try (Stream<Path> made = Files.walk(below)) {
                assertThat(made)
                        .allSatisfy(file -> assertThat(Files.getOwner(file)).isEqualTo(service));
            }
        }
    }

    /** The owner of the folder may have given a file of root's a name there. */
    @Test
    void whatHasAnotherNameIsNotGivenAway() throws Exception {
        assumeTrue(Files.getOwner(folder).getName().equals("root"), "only root can");
        Path secret = Files.writeString(folder.resolve("secret"), "of root");
        Path office = folder.resolve("office");
        Authority root = Authority.init(office, "test", now);
        UserPrincipalLookupService users = folder.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(office, users.lookupPrincipalByName("nobody"));
        Files.deleteIfExists(office.resolve("lock"));
        Files.createLink(office.resolve("lock"), secret);
        root.token(SIN, Authority.TOKEN_LIFE, now);
        assertThat(Files.getOwner(secret).getName()).isEqualTo("root");
    }

    @Test
    void keysAreForTheirOwnerAndNothingIsOverwritten() throws Exception {
        assertThat(mode(ca)).isEqualTo("rwx------");
        assertThat(mode(ca.resolve("ca.key"))).isEqualTo("rw-------");
        String key = Files.readString(ca.resolve("ca.key"));
        refused(Reason.CONFLICT, () -> Authority.init(ca, "again", now));
        assertThat(ca.resolve("ca.key")).hasContent(key);
        Files.setPosixFilePermissions(
                ca.resolve("ca.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Authority.open(ca)).hasMessageContaining("chmod 600");
        Files.delete(ca.resolve("ca.crt"));
        refused(Reason.CONFLICT, () -> Authority.init(ca, "again", now));
    }

    @Test
    void aTokenGivesOneCertificateOnce() throws Exception {
        Token token = authority.token(SIN, Authority.TOKEN_LIFE, now);
        assertThat(mode(ca.resolve("tokens").resolve(token.id()))).isEqualTo("rw-------");
        assertThat(Files.readString(ca.resolve("tokens").resolve(token.id())))
                .as("the secret itself is not kept")
                .doesNotContain(token.secret());
        assertThat(token.toString()).doesNotContain(token.secret());
        byte[] request = new NodeKeys().request();
        assertThat(authority.redeem(token, request, now).identity()).isEqualTo(SIN);
        refused(Reason.TOKEN, () -> authority.redeem(token, request, now));
    }

    @Test
    void aClockAlmostAnHourBehindTakesANewCertificate() throws Exception {
        Path tls = folder.resolve("sin");
        enrol(SIN, tls);
        Credentials own = Credentials.load(tls, tls.resolve(Credentials.REVOKED));
        X509Certificate made = own.chain().getFirst();
        assertThat(judged(own, made, now.minus(Duration.ofMinutes(59)))).isNull();
        assertThat(judged(own, made, now.minus(Duration.ofMinutes(61))))
                .isEqualTo(CertificateReject.NOT_YET_VALID);
    }

    private static @Nullable CertificateReject judged(
            Credentials own, X509Certificate certificate, Instant when) {
        return PeerCheck.check(
                own.authorities(),
                certificate,
                false,
                Set.of(Identity.Role.POP),
                when.toEpochMilli());
    }

    @Test
    void oneOfManyWhoRedeemItAtOnceGetsIt() throws Exception {
        Token token = authority.token(SIN, Authority.TOKEN_LIFE, now);
        byte[] request = new NodeKeys().request();
        AtomicInteger given = new AtomicInteger();
        List<Thread> threads =
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                Thread.ofPlatform()
                                        .start(() -> {
                                            try {
                                                authority.redeem(token, request, now);
                                                given.incrementAndGet();
                                            } catch (PkiRefused | IOException e) {
                                                // Another one was first.
                                            }
                                        }))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(given).hasValue(1);
    }

    @Test
    void tokensThatAreOldOrGuessedOrOfAnotherAuthorityAreRefused() throws Exception {
        byte[] request = new NodeKeys().request();
        Token token = authority.token(SIN, Duration.ofSeconds(60), now);
        refused(Reason.TOKEN, () -> authority.redeem(token, request, now.plusSeconds(60)));
        Token guessed = new Token(token.authority(), token.id(), "A".repeat(32));
        refused(Reason.TOKEN, () -> authority.redeem(guessed, request, now));
        Token unknown = new Token(token.authority(), "0".repeat(16), token.secret());
        refused(Reason.TOKEN, () -> authority.redeem(unknown, request, now));
        Token other = new Token("A".repeat(43), token.id(), token.secret());
        refused(Reason.TOKEN, () -> authority.redeem(other, request, now));
        assertThat(authority.redeem(token, request, now).identity())
                .as("guesses did not use it up")
                .isEqualTo(SIN);
        refused(Reason.TOKEN, () -> Token.parse("rhumb1." + token.secret()));
        assertThatThrownBy(() -> Token.parse("rhumb1." + token.secret()))
                .message()
                .doesNotContain(token.secret());
        refused(Reason.REQUEST, () -> authority.token(SIN, Duration.ofDays(8), now));
        refused(Reason.REQUEST, () -> authority.token(SIN, Duration.ZERO, now));
    }

    @Test
    void noBytesAreARequestButThoseOfWhoHasTheKey() throws Exception {
        byte[] good = new NodeKeys().request();
        PublicKey key = Signer.keyOf(good);
        Random random = new Random(7);
        int taken = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = good.clone();
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                int at = random.nextInt(bad.length);
                bad[at] = (byte) (bad[at] ^ 1 << random.nextInt(8));
            }
            byte[] cut =
                    random.nextBoolean() ? bad : java.util.Arrays.copyOf(bad, random.nextInt(99));
            try {
                // Another way to write the same, for the same key: nothing is won by that.
                assertThat(Signer.keyOf(cut)).isEqualTo(key);
                taken++;
            } catch (PkiRefused e) {
                assertThat(e.reason()).isEqualTo(Reason.REQUEST);
            }
        }
        assertThat(taken).isLessThan(20);
    }

    @Test
    void whatWasIssuedIsListedAndRevoked() throws Exception {
        TlsFolder sin = enrol(SIN, folder.resolve("sin"));
        enrol(Identity.parse("read/sin"), folder.resolve("reader"));
        enrol(Identity.parse("pop/fra"), folder.resolve("fra"));
        assertThat(authority.list(now)).extracting(Authority.Issued::state).containsOnly("valid");
        refused(Reason.UNKNOWN, () -> authority.revoke("nrt", now));
        refused(Reason.CONFLICT, () -> authority.revoke("sin", now));
        assertThat(authority.revoke("pop/sin", now)).hasSize(1);
        assertThat(authority.revoke("pop/sin", now)).isEmpty();
        authority.revoke("fra", now);
        assertThat(authority.list(now))
                .extracting(one -> one.identity() + " " + one.state())
                .containsExactly("pop/fra revoked", "pop/sin revoked", "read/sin valid");
        assertThat(authority.list(now.plus(Duration.ofDays(91))))
                .extracting(Authority.Issued::state)
                .containsExactly("revoked", "revoked", "expired");
        TlsFolder judge = TlsFolder.open(folder.resolve("reader"), authority.revocationList());
        X509Certificate revoked = sin.credentials().chain().getFirst();
        assertThat(judge.credentials().isRevoked(revoked)).isTrue();
        TlsFolder again = enrol(SIN, folder.resolve("sin"));
        judge.refresh();
        assertThat(judge.credentials().isRevoked(again.credentials().chain().getFirst())).isFalse();
    }

    @Test
    void revokingForgetsTokensToo() throws Exception {
        enrol(SIN, folder.resolve("sin"));
        Token token = authority.token(SIN, Authority.TOKEN_LIFE, now);
        authority.revoke("sin", now);
        refused(Reason.TOKEN, () -> authority.redeem(token, new NodeKeys().request(), now));
    }

    @Test
    void aNewPairIsTakenAndAWrongOneIsNot() throws Exception {
        Path tls = folder.resolve("sin");
        TlsFolder live = enrol(SIN, tls);
        X509Certificate first = live.credentials().chain().getFirst();
        assertThat(live.refresh()).isFalse();
        enrol(SIN, tls);
        assertThat(live.refresh()).isTrue();
        X509Certificate second = live.credentials().chain().getFirst();
        assertThat(second).isNotEqualTo(first);
        String chain = Files.readString(tls.resolve(Credentials.CHAIN));
        enrol(SIN, folder.resolve("other"));
        Files.copy(
                folder.resolve("other").resolve(Credentials.CHAIN),
                tls.resolve(Credentials.CHAIN),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(live::refresh)
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("node.key: is the key of another certificate");
        assertThat(live.refresh()).as("told once").isFalse();
        assertThat(live.credentials().chain().getFirst()).isEqualTo(second);
        Files.writeString(tls.resolve(Credentials.CHAIN), chain);
        assertThat(live.refresh()).isTrue();
    }

    @Test
    void whatIsWrongWithAFolderIsSaid() throws Exception {
        Path tls = folder.resolve("sin");
        assertThatThrownBy(() -> TlsFolder.open(tls))
                .hasMessageContaining("ca.crt: no such folder");
        enrol(SIN, tls);
        Path key = tls.resolve(Credentials.KEY);
        String secret = Files.readString(key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> TlsFolder.open(tls))
                .hasMessageContaining("node.key: others on this machine may read")
                .hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(key, secret.replace("PRIVATE KEY", "PRIVATE KAY"));
        assertThatThrownBy(() -> TlsFolder.open(tls))
                .hasMessageContaining("node.key: is no key for the certificate in")
                .hasMessageNotContaining(secret.lines().skip(1).findFirst().orElseThrow());
        Files.writeString(key, secret);
        Authority stranger = Authority.init(folder.resolve("stranger"), "stranger", now);
        Files.writeString(tls.resolve(Credentials.AUTHORITIES), Pem.write(stranger.certificate()));
        assertThatThrownBy(() -> TlsFolder.open(tls))
                .hasMessageContaining("node.crt: pop/sin was signed by none of the authorities in");
        Files.writeString(
                tls.resolve(Credentials.AUTHORITIES),
                Pem.write(authority.certificate()) + Pem.write(stranger.certificate()));
        assertThat(TlsFolder.open(tls).credentials().authorities()).hasSize(2);
        Files.copy(stranger.revocationList(), tls.resolve(Credentials.REVOKED));
        TlsFolder.open(tls);
        Files.writeString(tls.resolve(Credentials.AUTHORITIES), Pem.write(authority.certificate()));
        assertThatThrownBy(() -> TlsFolder.open(tls))
                .hasMessageContaining("ca.crl: a revocation list was signed by no authority");
    }
}
