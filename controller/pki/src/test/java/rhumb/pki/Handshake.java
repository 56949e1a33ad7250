package rhumb.pki;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A TLS handshake in memory. */
final class Handshake {
    private static final int BUFFER_BYTES = 64 << 10;

    private Handshake() {}

    /** A side that shows whatever it likes, and believes everything. */
    static SSLContext reckless(@Nullable X509Certificate certificate, PrivateKey key)
            throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys =
                certificate == null ? null : new KeyManager[] {new Shown(certificate, key)};
        context.init(keys, new TrustManager[] {new Believer()}, null);
        return context;
    }

    /** Whether both sides come through; false when either refuses. */
    static boolean works(SSLEngine client, SSLEngine server) {
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
        ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            client.beginHandshake();
            server.beginHandshake();
            boolean moved = true;
            while (moved) {
                moved = step(client, toServer, toClient);
                moved |= step(server, toClient, toServer);
            }
            return !client.isInboundDone()
                    && !server.isInboundDone()
                    && client.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                    && server.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                    && server.getSession().getPeerCertificates().length > 0;
        } catch (SSLException e) {
            return false;
        }
    }

    private static boolean step(SSLEngine engine, ByteBuffer out, ByteBuffer in)
            throws SSLException {
        boolean moved = false;
        for (int turn = 0; turn < 20; turn++) {
            for (Runnable task = engine.getDelegatedTask();
                    task != null;
                    task = engine.getDelegatedTask()) {
                task.run();
            }
            int before = out.position();
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                engine.wrap(ByteBuffer.allocate(0), out);
                moved |= out.position() > before;
                continue;
            }
            in.flip();
            int left = in.remaining();
            if (left > 0) {
                engine.unwrap(in, ByteBuffer.allocate(BUFFER_BYTES));
            }
            boolean read = in.remaining() < left;
            in.compact();
            if (!read && engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
                return moved;
            }
            moved = true;
        }
        return moved;
    }

    private static final class Shown extends X509ExtendedKeyManager {
        private final X509Certificate certificate;
        private final PrivateKey key;

        Shown(X509Certificate certificate, PrivateKey key) {
            this.certificate = certificate;
            this.key = key;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
            return "x";
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, SSLEngine engine) {
            return type.equals("EC") ? "x" : null;
        }

        @Override
        public String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, Socket socket) {
            return "x";
        }

        @Override
        public String chooseServerAlias(
                String type, Principal @Nullable [] issuers, Socket socket) {
            return "x";
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {"x"};
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {"x"};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }

    private static final class Believer extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
