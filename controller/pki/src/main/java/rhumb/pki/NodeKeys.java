package rhumb.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import rhumb.host.tls.Credentials;
import rhumb.host.tls.Pem;

/** A node's new key pair, which stays on its machine, and the request that goes out for it. */
public final class NodeKeys {
    private static final String REQUEST = "node.csr";

    private final KeyPair keys = Signer.keys();

    /** PKCS #10, DER. */
    public byte[] request() {
        return Signer.request(keys);
    }

    /**
     * Keeps the pair with its certificate in a TLS folder, instead of what was there.
     *
     * @return the files
     */
    public List<Path> keep(Path folder, Authority.Grant grant) throws IOException {
        PkiFiles.folder(folder);
        Path key = folder.resolve(Credentials.KEY);
        Path chain = folder.resolve(Credentials.CHAIN);
        Path authorities = folder.resolve(Credentials.AUTHORITIES);
        PkiFiles.open(authorities, grant.authority());
        PkiFiles.secret(key, Pem.write(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded()));
        PkiFiles.open(chain, grant.chain());
        return List.of(key, chain, authorities);
    }

    /** Keeps the key in a TLS folder and the request beside it, to be signed elsewhere. */
    public Path keepRequest(Path folder) throws IOException {
        PkiFiles.folder(folder);
        PkiFiles.secret(
                folder.resolve(Credentials.KEY),
                Pem.write(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded()));
        Path request = folder.resolve(REQUEST);
        PkiFiles.open(request, Pem.write(Pem.REQUEST, request()));
        return request;
    }
}
