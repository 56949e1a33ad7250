package rhumb.controller.io;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rhumb.controller.commit.Commits;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.IntentApi;
import rhumb.host.BindErrors;
import rhumb.host.InetAddresses;
import rhumb.host.door.ConnectionBook;
import rhumb.host.door.CountedServerChannel;
import rhumb.host.session.NettyTls;
import rhumb.host.tls.TlsDoor;
import rhumb.net.Endpoint;

/**
 * The northbound API on HTTP/1.1, in JSON: {@code GET /v1/...} is answered by {@link
 * rhumb.controller.northbound.NorthboundApi}, {@code POST} done by {@link
 * rhumb.controller.northbound.NorthboundActions}; {@code GET /map} is a page for browsers, which
 * {@link LiveFeed} keeps up to date. One thread, one for {@link CostlyQuestions}, one for the feed.
 *
 * <p>Bounds: connections, and beyond them the newest is closed; one request of a connection at a
 * time, the next ones wait in the socket; lines and headers; a client that neither asks nor reads
 * is closed after a while.
 */
public final class NorthboundServer implements AutoCloseable {
    static final int MAX_LINE_BYTES = 4_096;
    static final int MAX_HEADER_BYTES = 8_192;
    static final int MAX_BODY_BYTES = Commits.MAX_BYTES;
    private static final long HANDSHAKE_MS = 5_000;
    private static final AttributeKey<X509Certificate> CERTIFICATE =
            AttributeKey.valueOf(NorthboundServer.class, "certificate");

    /** Has things done; see {@link rhumb.controller.northbound.NorthboundActions}. */
    public interface Actions {
        /** The answer to who may not ask that; null when it may. */
        default @Nullable CompletableFuture<Answer> refusal(
                Caller caller, boolean change, String resource, Map<String, String> query) {
            return null;
        }

        /** The answer may be completed on any thread. */
        CompletableFuture<Answer> act(
                Caller caller, String action, Map<String, String> query, String body);

        /** What is read elsewhere than in the core; null = there. */
        default @Nullable CompletableFuture<Answer> read(
                String resource, Map<String, String> query) {
            return null;
        }

        /**
         * Answers below {@code /v1/intent}; see {@link IntentApi}.
         *
         * @param change whether something may be done, or only read
         * @param verb what comes after {@code intent/}
         * @param body a document, where one is asked for
         */
        default CompletableFuture<Answer> intent(
                Caller caller,
                boolean change,
                String verb,
                Map<String, String> query,
                String body) {
            return CompletableFuture.completedFuture(IntentApi.none());
        }
    }

    /**
     * Who may come in.
     *
     * @param tls with which certificate; null = everybody, in plain text
     * @param strangers whether a client without a certificate may come in
     */
    public record Entrance(@Nullable TlsDoor tls, boolean strangers) {
        public static final Entrance PLAIN = new Entrance(null, true);
    }

    /**
     * How much the API gives to clients.
     *
     * @param connections most at once
     * @param idleMs how long a client may take to ask, and to read the answer
     */
    public record Limits(int connections, long idleMs) {
        public static final Limits STANDARD = new Limits(64, 15_000);
        private static final int SPARE = 8;

        /**
         * Beside those that have shown who they are, as many that have not yet. Without TLS nobody
         * has anything to show: what is bounded then is counted where it enters.
         */
        ConnectionBook.Limits book(boolean sealed) {
            int all = (sealed ? 2 : SPARE) * connections;
            return new ConnectionBook.Limits(all, all, sealed ? connections : all);
        }
    }

    private final EventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(
                    1,
                    new DefaultThreadFactory("controller-northbound", true),
                    NioIoHandler.newFactory());
    private final CostlyQuestions costly = new CostlyQuestions();
    private final LiveFeed feed;
    private final Supplier<CompletableFuture<Reading>> readings;
    private final Actions actions;
    private final Limits limits;
    private final Entrance entrance;
    private final @Nullable SslContext tls;
    private final ConnectionBook book;
    private final ChannelGroup sealed = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder refusedConnections = new LongAdder();
    private final Map<Integer, LongAdder> answers = new TreeMap<>();
    private final Endpoint local;
    private long judgedBy;

    private NorthboundServer(
            Endpoint bind,
            Supplier<CompletableFuture<Reading>> readings,
            Actions actions,
            Entrance entrance,
            Limits limits)
            throws IOException {
        this.readings = readings;
        this.actions = actions;
        this.feed = new LiveFeed(readings, () -> actions.read("stream", Map.of()));
        this.limits = limits;
        this.entrance = entrance;
        this.tls =
                entrance.tls == null
                        ? null
                        : NettyTls.server(
                                entrance.tls,
                                entrance.strangers ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE);
        this.book = new ConnectionBook(limits.book(tls != null));
        NorthboundHandler.STATUSES.forEach(status -> answers.put(status, new LongAdder()));
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(thread)
                        .channelFactory(CountedServerChannel.factory(book))
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childHandler(new Connections())
                        .bind(InetAddresses.of(bind))
                        .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            close();
            throw BindErrors.explain("TCP", bind, cause);
        }
        this.local = InetAddresses.endpoint((InetSocketAddress) bound.channel().localAddress());
    }

    /**
     * Starts to serve; port 0 lets the system choose.
     *
     * @param readings asked for each request that reads
     * @param actions does the others
     * @param entrance who may come in
     * @throws IOException with a text that names the address and what to do
     */
    public static NorthboundServer open(
            Endpoint bind,
            Supplier<CompletableFuture<Reading>> readings,
            Actions actions,
            Entrance entrance,
            Limits limits)
            throws IOException {
        return new NorthboundServer(bind, readings, actions, entrance, limits);
    }

    public Endpoint local() {
        return local;
    }

    public int connections() {
        return connections.get();
    }

    /** Connections closed at once because there were too many. */
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    /** How many answers had which status. */
    public Map<Integer, Long> answers() {
        Map<Integer, Long> counts = new TreeMap<>();
        answers.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /** Who was turned away before anything was known of it. */
    public ConnectionBook book() {
        return book;
    }

    /** Ends the connections whose certificates hold no longer: revoked, or too old by now. */
    public synchronized void dropUntrusted() {
        TlsDoor door = entrance.tls;
        if (door == null) {
            return;
        }
        long number = door.folder().number();
        boolean anew = number != judgedBy;
        judgedBy = number;
        for (Channel channel : sealed) {
            X509Certificate certificate = channel.attr(CERTIFICATE).get();
            if (certificate != null
                    && (anew ? door.stillWrong(certificate) : door.outlived(certificate)) != null) {
                channel.close();
            }
        }
    }

    @Override
    public void close() {
        costly.close();
        feed.close();
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    }

    private void answered(int status) {
        LongAdder count = answers.get(status);
        if (count != null) {
            count.increment();
        }
    }

    /** Whether one more may come in. */
    private boolean enters(Channel channel) {
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > limits.connections()) {
            refusedConnections.increment();
            channel.close();
            return false;
        }
        book.known(channel.remoteAddress());
        return true;
    }

    private static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? InetAddresses.endpoint(remote).toString()
                : "";
    }

    private final class Connections extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (tls == null) {
                if (enters(channel)) {
                    serve(channel);
                    channel.pipeline().fireUserEventTriggered(new Caller(null, address(channel)));
                }
                return;
            }
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(HANDSHAKE_MS);
            channel.pipeline().addLast(handler, new Handshakes());
        }

        private void serve(Channel channel) {
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(
                                    new HttpDecoderConfig()
                                            .setMaxInitialLineLength(MAX_LINE_BYTES)
                                            .setMaxHeaderSize(MAX_HEADER_BYTES)),
                            new HttpObjectAggregator(MAX_BODY_BYTES, true),
                            new FlowControlHandler(),
                            new NorthboundHandler(
                                    readings,
                                    actions,
                                    costly,
                                    feed,
                                    limits.idleMs(),
                                    NorthboundServer.this::answered));
        }

        /** Nothing of HTTP is read before it is known who asks. */
        private final class Handshakes extends ChannelInboundHandlerAdapter {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (!(event instanceof SslHandshakeCompletionEvent shaken)) {
                    context.fireUserEventTriggered(event);
                    return;
                }
                Channel channel = context.channel();
                SslHandler handler = channel.pipeline().get(SslHandler.class);
                X509Certificate shown =
                        handler == null ? null : TlsDoor.peer(handler.engine().getSession());
                if (!shaken.isSuccess() || distrusted(shown)) {
                    channel.close();
                } else if (enters(channel)) {
                    channel.attr(CERTIFICATE).set(shown);
                    sealed.add(channel);
                    serve(channel);
                    channel.pipeline().fireUserEventTriggered(new Caller(shown, address(channel)));
                }
            }

            private boolean distrusted(@Nullable X509Certificate shown) {
                TlsDoor door = entrance.tls;
                return door == null
                        || (shown != null || !entrance.strangers) && door.check(shown) != null;
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                // What was wrong with a certificate was told by who judged it.
                context.close();
            }
        }
    }
}
