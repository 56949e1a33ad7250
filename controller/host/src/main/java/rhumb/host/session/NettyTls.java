package rhumb.host.session;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import rhumb.host.tls.TlsDoor;

/** A {@link TlsDoor} as netty takes it: TLS 1.3 of the JDK, keys and trust as they are then. */
public final class NettyTls {
    private NettyTls() {}

    /**
     * For a server of HTTP/1.1.
     *
     * @param auth whether a client without a certificate may come in
     */
    public static SslContext server(TlsDoor door, ClientAuth auth) {
        return build(serverBuilder(door).clientAuth(auth));
    }

    static SslContext grpcServer(TlsDoor door) {
        return build(
                GrpcSslContexts.configure(
                        serverBuilder(door).clientAuth(ClientAuth.REQUIRE), SslProvider.JDK));
    }

    static SslContext grpcClient(TlsDoor door) {
        return build(
                GrpcSslContexts.configure(
                        SslContextBuilder.forClient()
                                .keyManager(door.keys())
                                .trustManager(door.trust())
                                .protocols(TlsDoor.VERSION),
                        SslProvider.JDK));
    }

    private static SslContextBuilder serverBuilder(TlsDoor door) {
        return SslContextBuilder.forServer(door.keys())
                .sslProvider(SslProvider.JDK)
                .trustManager(door.trust())
                .protocols(TlsDoor.VERSION);
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("every JDK has " + TlsDoor.VERSION, e);
        }
    }
}
