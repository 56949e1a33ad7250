package rhumb.controller.io;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import rhumb.controller.northbound.ClusterResource;
import rhumb.controller.northbound.IntentApi;
import rhumb.host.BindErrors;
import rhumb.host.InetAddresses;
import rhumb.net.Endpoint;

/**
 * The northbound API on HTTP/1.1, in JSON: {@code GET /v1/...} is answered by {@link
 * rhumb.controller.northbound.NorthboundApi}, {@code POST} done by {@link
 * rhumb.controller.northbound.NorthboundActions}. One thread, and one for {@link CostlyQuestions}.
 *
 * <p>Bounds: connections, and beyond them the newest is closed; one request of a connection at a
 * time, the next ones wait in the socket; lines and headers; a client that neither asks nor reads
 * is closed after a while.
 */
public final class NorthboundServer implements AutoCloseable {
    static final int MAX_LINE_BYTES = 4_096;
    static final int MAX_HEADER_BYTES = 8_192;
    static final int MAX_BODY_BYTES = Commits.MAX_BYTES;

    /** Has things done; see {@link rhumb.controller.northbound.NorthboundActions}. */
    public interface Actions {
        /** The answer may be completed on any thread. */
        CompletableFuture<Answer> act(String action, Map<String, String> query);

        /** What to answer to who should ask another controller; null = ask this one. */
        default @Nullable Answer elsewhere() {
            return null;
        }

        /** Answers {@code /v1/cluster}. */
        default Answer cluster() {
            return ClusterResource.answer(null);
        }

        /**
         * Answers below {@code /v1/intent}; see {@link IntentApi}.
         *
         * @param change whether something may be done, or only read
         * @param verb what comes after {@code intent/}
         * @param body a document, where one is asked for
         */
        default CompletableFuture<Answer> intent(
                boolean change, String verb, Map<String, String> query, String body) {
            return CompletableFuture.completedFuture(IntentApi.none());
        }
    }

    /**
     * How much the API gives to clients.
     *
     * @param connections most at once
     * @param idleMs how long a client may take to ask, and to read the answer
     */
    public record Limits(int connections, long idleMs) {
        public static final Limits STANDARD = new Limits(64, 15_000);
    }

    private final EventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(
                    1,
                    new DefaultThreadFactory("controller-northbound", true),
                    NioIoHandler.newFactory());
    private final CostlyQuestions costly = new CostlyQuestions();
    private final Supplier<CompletableFuture<Reading>> readings;
    private final Actions actions;
    private final Limits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder refusedConnections = new LongAdder();
    private final Map<Integer, LongAdder> answers = new TreeMap<>();
    private final Endpoint local;

    private NorthboundServer(
            Endpoint bind,
            Supplier<CompletableFuture<Reading>> readings,
            Actions actions,
            Limits limits)
            throws IOException {
        this.readings = readings;
        this.actions = actions;
        this.limits = limits;
        NorthboundHandler.STATUSES.forEach(status -> answers.put(status, new LongAdder()));
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(thread)
                        .channel(NioServerSocketChannel.class)
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
     * @throws IOException with a text that names the address and what to do
     */
    public static NorthboundServer open(
            Endpoint bind,
            Supplier<CompletableFuture<Reading>> readings,
            Actions actions,
            Limits limits)
            throws IOException {
        return new NorthboundServer(bind, readings, actions, limits);
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

    @Override
    public void close() {
        costly.close();
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    }

    private void answered(int status) {
        LongAdder count = answers.get(status);
        if (count != null) {
            count.increment();
        }
    }

    private final class Connections extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.closeFuture().addListener(closed -> connections.decrementAndGet());
            if (connections.incrementAndGet() > limits.connections()) {
                refusedConnections.increment();
                channel.close();
                return;
            }
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
                                    limits.idleMs(),
                                    NorthboundServer.this::answered));
        }
    }
}
