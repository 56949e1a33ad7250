package rhumb.controller;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import rhumb.host.tls.Identity;
import rhumb.host.tls.TlsDoor;
import rhumb.host.tls.TlsFolder;
import rhumb.pki.Authority;
import rhumb.pki.NodeKeys;
import rhumb.pki.PkiRefused;
import rhumb.pki.Token;

/** An authority and folders of nodes for tests. */
final class TestPki {
    final Path folder;
    final Authority authority;

    TestPki(Path folder) throws PkiRefused, IOException {
        this.folder = folder;
        this.authority = Authority.init(folder.resolve("ca"), "test", Instant.now());
    }

    Path ca() {
        return folder.resolve("ca");
    }

    /** A TLS folder of a node, such as pop/a. */
    Path enrol(String identity) throws PkiRefused, IOException {
        Path tls = folder.resolve(identity.replace('/', '-'));
        NodeKeys keys = new NodeKeys();
        Token token =
                authority.token(Identity.parse(identity), Authority.TOKEN_LIFE, Instant.now());
        keys.keep(tls, authority.redeem(token, keys.request(), Instant.now()));
        return tls;
    }

    /** How a node comes to the controller. */
    TlsDoor client(String identity) throws PkiRefused, IOException {
        return TlsDoor.client(TlsFolder.open(enrol(identity)), "southbound");
    }
}
