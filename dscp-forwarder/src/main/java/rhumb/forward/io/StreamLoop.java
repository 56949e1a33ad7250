package rhumb.forward.io;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.stream.ChainKeys;
import rhumb.forward.stream.StreamCore;
import rhumb.forward.stream.StreamCounters;
import rhumb.forward.stream.StreamRoutes;
import rhumb.net.Endpoint;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.ServiceRule;

/** Connections of FLV streams on one netty thread, which owns the stream core. */
public final class StreamLoop implements AutoCloseable, StreamCore.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(StreamLoop.class);
    private static final int CONNECT_PATIENCE_MS = 5_000;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final StreamRoutes routes = new StreamRoutes();
    private final ChainKeys keys;
    private final StreamCore core;
    private final Map<Integer, Channel> channels = new HashMap<>();

    /** Not yet channels: being opened, or just taken. */
    private final Map<Integer, Channel> opening = new HashMap<>();

    /** What was written before the connection stood. */
    private final Map<Integer, ByteBuf> early = new HashMap<>();

    private final Map<Integer, Channel> listeners = new HashMap<>();
    private final Map<Integer, Endpoint> listening = new HashMap<>();
    private @Nullable ScheduledFuture<?> timer;

    /**
     * @param keys to begin with; others come by {@link #onKeys}
     * @param aead for this loop's thread alone
     * @param random makes keys, so it must not be guessed
     * @param flows takes the live streams once a second, on this loop's thread
     */
    public StreamLoop(
            KeyRing keys,
            Aead aead,
            RandomGenerator random,
            Consumer<List<TrafficReport.Flow>> flows) {
        this.keys = new ChainKeys(keys);
        core = new StreamCore(routes, this.keys, aead, random, this);
        loop.scheduleAtFixedRate(() -> flows.accept(core.flows()), 1, 1, TimeUnit.SECONDS);
    }

    /** Runs something on the loop's thread; for tests. */
    void execute(Runnable task) {
        loop.execute(task);
    }

    /** Takes chains from neighbours at this address. */
    public void listenForChains(Endpoint bind) throws IOException {
        listen(bind, channel -> core.onChain(System.nanoTime(), remote(channel)));
    }

    /** New rules; callable from any thread. */
    public void onFib(Fib fib) {
        loop.execute(() -> {
            routes.onFib(System.nanoTime(), fib);
            keys.onFib(fib);
            listenForViewers(fib.services());
            core.onPathsChanged(System.nanoTime());
            schedule();
        });
    }

    /** New own keys, before anybody is told of them; callable from any thread. */
    public void onKeys(KeyRing ring) {
        loop.execute(() -> keys.onRing(ring));
    }

    /** New judgements of links; callable from any thread. */
    public void onHealth(LinkHealth health) {
        loop.execute(() -> {
            if (routes.onHealth(System.nanoTime(), health)) {
                core.onPathsChanged(System.nanoTime());
            }
            schedule();
        });
    }

    /** The agent is gone; callable from any thread. */
    public void onAgentLost() {
        loop.execute(() -> routes.onAgentLost(System.nanoTime()));
    }

    /** Counters, to be read for metrics; a reader may be a moment behind. */
    public StreamCounters counters() {
        return core.counters();
    }

    /** Changes of keys under chains that stand. */
    public long keyChanges() {
        return core.renewals();
    }

    public int openConnections() {
        return core.openConnections();
    }

    @Override
    public void connect(int connection, Endpoint to) {
        Bootstrap client =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_PATIENCE_MS)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.IP_TOS, TrafficClass.LIVE.dscp().trafficClassOctet())
                        .handler(new Ears(connection));
        ChannelFuture connected = client.connect(address(to));
        opening.put(connection, connected.channel());
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                release(early.remove(connection));
                opening.remove(connection);
                core.onClosed(
                        System.nanoTime(), connection, String.valueOf(done.cause().getMessage()));
                schedule();
            }
        });
    }

    @Override
    public boolean write(int connection, ByteBuffer bytes) {
        ByteBuf copy = Unpooled.copiedBuffer(bytes);
        bytes.position(bytes.limit());
        Channel channel = channels.get(connection);
        if (channel == null) {
            ByteBuf before = early.get(connection);
            early.put(connection, before == null ? copy : Unpooled.wrappedBuffer(before, copy));
            return true;
        }
        channel.writeAndFlush(copy);
        return channel.isWritable();
    }

    @Override
    public void reading(int connection, boolean enabled) {
        Channel channel = channels.get(connection);
        if (channel != null) {
            channel.config().setAutoRead(enabled);
        }
    }

    @Override
    public void close(int connection) {
        release(early.remove(connection));
        Channel unopened = opening.remove(connection);
        if (unopened != null) {
            unopened.close();
        }
        Channel channel = channels.remove(connection);
        if (channel != null) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    /**
     * Opens what is new and closes what is gone; a listener that cannot be opened is logged and
     * tried with the next rules.
     */
    private void listenForViewers(List<ServiceRule> services) {
        Map<Integer, Endpoint> wanted = new HashMap<>();
        for (ServiceRule service : services) {
            if (service.kind() == ServiceRule.Kind.FLV && service.listen() != null) {
                wanted.put(service.number(), service.listen());
            }
        }
        listening
                .entrySet()
                .removeIf(open -> {
                    boolean gone = !open.getValue().equals(wanted.get(open.getKey()));
                    Channel channel = gone ? listeners.remove(open.getKey()) : null;
                    if (channel != null) {
                        channel.close();
                    }
                    return gone;
                });
        wanted.forEach((service, bind) -> {
            if (!listening.containsKey(service)) {
                listening.put(service, bind);
                server(channel -> core.onViewer(System.nanoTime(), service))
                        .bind(address(bind))
                        .addListener(
                                (ChannelFutureListener)
                                        done -> {
                                            if (done.isSuccess()) {
                                                listeners.put(service, done.channel());
                                            } else {
                                                listening.remove(service);
                                                LOG.warn(
                                                        "event=listen-failed service={} address={} cause={}",
                                                        service,
                                                        bind,
                                                        done.cause().getMessage());
                                            }
                                        });
            }
        });
    }

    /** Gives a connection that came in its number; 0 turns it away. */
    private interface Acceptor {
        int accept(SocketChannel channel);
    }

    private void listen(Endpoint bind, Acceptor acceptor) throws IOException {
        Channel channel = server(acceptor).bind(address(bind)).awaitUninterruptibly().channel();
        if (!channel.isActive()) {
            throw new IOException(
                    "cannot listen on "
                            + bind
                            + " (TCP): address in use or not of this machine; see `ss -tlnp`");
        }
    }

    private ServerBootstrap server(Acceptor acceptor) {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                int connection = acceptor.accept(channel);
                                if (connection == 0) {
                                    channel.close();
                                } else {
                                    opening.put(connection, channel);
                                    channel.pipeline().addLast(new Ears(connection));
                                }
                            }
                        });
    }

    private void schedule() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        long nextNs = Math.min(core.nextDeadlineNs(), routes.nextDeadlineNs());
        if (nextNs != Long.MAX_VALUE) {
            long waitNs = Math.max(0, nextNs - System.nanoTime());
            timer = loop.schedule(this::onDeadline, waitNs, TimeUnit.NANOSECONDS);
        }
    }

    private void onDeadline() {
        if (routes.onDeadline(System.nanoTime())) {
            core.onPathsChanged(System.nanoTime());
        }
        core.onDeadline(System.nanoTime());
        schedule();
    }

    private static void release(@Nullable ByteBuf bytes) {
        if (bytes != null) {
            bytes.release();
        }
    }

    private static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    private static Endpoint remote(SocketChannel channel) {
        InetSocketAddress address = channel.remoteAddress();
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        String bare = zone < 0 ? host : host.substring(0, zone);
        return Endpoint.parse(
                bare.contains(":")
                        ? "[" + bare + "]:" + address.getPort()
                        : bare + ":" + address.getPort());
    }

    /** Hears one connection. */
    private final class Ears extends ChannelInboundHandlerAdapter {
        private final int connection;

        Ears(int connection) {
            this.connection = connection;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (opening.remove(connection) == null) {
                context.close(); // The core closed it before it stood.
                return;
            }
            channels.put(connection, context.channel());
            ByteBuf waiting = early.remove(connection);
            if (waiting != null) {
                context.writeAndFlush(waiting);
            }
            core.onConnected(System.nanoTime(), connection);
            schedule();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            core.onBytes(System.nanoTime(), connection, bytes.nioBuffer());
            bytes.release();
            schedule();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                core.onWritable(System.nanoTime(), connection);
                schedule();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            opening.remove(connection);
            channels.remove(connection);
            core.onClosed(System.nanoTime(), connection, "closed by the peer");
            schedule();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // A reset; channelInactive tells the core.
        }
    }
}
