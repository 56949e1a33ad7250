package rhumb.host.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives each handshake the pair that the folder holds then. An alias is the number of a reading, so
 * that certificate and key of one handshake belong together.
 */
final class LiveKeys extends X509ExtendedKeyManager {
    private final TlsFolder folder;

    LiveKeys(TlsFolder folder) {
        this.folder = folder;
    }

    private @Nullable String alias(String @Nullable ... keyTypes) {
        TlsFolder.Generation now = folder.generation();
        String algorithm = now.credentials().chain().getFirst().getPublicKey().getAlgorithm();
        boolean fits = keyTypes != null && Arrays.asList(keyTypes).contains(algorithm);
        return fits ? Long.toString(now.number()) : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return folder.credentials(Long.parseLong(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return folder.credentials(Long.parseLong(alias)).key();
    }
}
