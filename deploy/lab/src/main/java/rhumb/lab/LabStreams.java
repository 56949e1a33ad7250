package rhumb.lab;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.run.FlvPlayer;
import rhumb.sim.scenario.StreamSpec;

/** Origins and viewers of all FLV streams, on real connections and one thread. */
final class LabStreams implements AutoCloseable {
    private static final long RECONNECT_MS = 500;

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final FlvPlayer player;
    private final AddressPlan plan;
    private final Map<PopId, Integer> numbers;
    private final long startNs;
    private final @Nullable Ffmpeg ffmpeg;
    private volatile boolean closed;

    LabStreams(
            FlvPlayer player,
            AddressPlan plan,
            Map<PopId, Integer> numbers,
            long startNs,
            @Nullable Ffmpeg ffmpeg)
            throws IOException {
        this.player = player;
        this.plan = plan;
        this.numbers = numbers;
        this.startNs = startNs;
        this.ffmpeg = ffmpeg;
        for (Map.Entry<Integer, StreamSpec> stream : player.streams().entrySet()) {
            int service = stream.getKey();
            listen(service, plan.target(number(stream.getValue().from()), service));
            long waitNs = startNs + stream.getValue().startNs() - System.nanoTime();
            loop.schedule(() -> watch(service, stream.getValue()), waitNs, TimeUnit.NANOSECONDS);
        }
    }

    /** Asks something of the ledgers, on the thread that owns them. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, loop);
    }

    private int number(PopId pop) {
        return numbers.getOrDefault(pop, 0);
    }

    private long runNs() {
        return System.nanoTime() - startNs;
    }

    private void listen(int service, Endpoint bind) throws IOException {
        Channel channel =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel accepted) {
                                        accepted.pipeline()
                                                .addLast(
                                                        ffmpeg == null
                                                                ? new OriginEnd(
                                                                        player.origin(service))
                                                                : new EncoderEnd(
                                                                        player.liveOrigin(service),
                                                                        ffmpeg));
                                    }
                                })
                        .bind(address(bind))
                        .awaitUninterruptibly()
                        .channel();
        if (!channel.isActive()) {
            throw new IOException("cannot listen on " + bind + ": address in use?");
        }
    }

    private void watch(int service, StreamSpec spec) {
        if (closed || runNs() >= spec.endNs()) {
            return;
        }
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ViewerEnd(service, spec, player.viewer(service)))
                .connect(address(plan.listen(number(spec.to()), service)))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        again(service, spec);
                    }
                });
    }

    private void again(int service, StreamSpec spec) {
        if (!closed) {
            loop.schedule(() -> watch(service, spec), RECONNECT_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    @Override
    public void close() {
        closed = true;
        group.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    /** Sends each tag when it is due, and waits while the connection is full. */
    private final class OriginEnd extends ChannelInboundHandlerAdapter {
        private final FlvPlayer.Origin origin;
        private boolean scheduled;

        OriginEnd(FlvPlayer.Origin origin) {
            this.origin = origin;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            var answer = origin.onBytes(runNs(), bytes.nioBuffer());
            bytes.release();
            if (answer.hasRemaining()) {
                context.writeAndFlush(Unpooled.wrappedBuffer(answer));
                play(context.channel());
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                play(context.channel());
            }
        }

        private void play(Channel channel) {
            while (channel.isActive()
                    && channel.isWritable()
                    && origin.nextDeadlineNs() <= runNs()) {
                channel.writeAndFlush(Unpooled.wrappedBuffer(origin.next(runNs())));
            }
            long nextNs = origin.nextDeadlineNs();
            if (!scheduled
                    && channel.isActive()
                    && channel.isWritable()
                    && nextNs != Long.MAX_VALUE) {
                scheduled = true;
                loop.schedule(
                        () -> {
                            scheduled = false;
                            play(channel);
                        },
                        nextNs - runNs(),
                        TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /**
     * Passes on what an encoder of its own makes, and lets it wait while the connection is full.
     */
    private final class EncoderEnd extends ChannelInboundHandlerAdapter {
        private static final int CHUNK_BYTES = 8 * 1024;

        private final FlvPlayer.LiveOrigin origin;
        private final Ffmpeg encoders;
        private @Nullable Process encoder;

        EncoderEnd(FlvPlayer.LiveOrigin origin, Ffmpeg encoders) {
            this.origin = origin;
            this.encoders = encoders;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
            ByteBuf bytes = (ByteBuf) message;
            var answer = origin.onBytes(bytes.nioBuffer());
            bytes.release();
            if (answer.hasRemaining()) {
                context.writeAndFlush(Unpooled.wrappedBuffer(answer));
                Process started = encoders.flv();
                encoder = started;
                Thread.ofVirtual().name("encoder").start(() -> pump(started, context.channel()));
            }
        }

        /** Each chunk waits until the one before is on its way. */
        private void pump(Process from, Channel channel) {
            byte[] chunk = new byte[CHUNK_BYTES];
            try (InputStream in = from.getInputStream()) {
                for (int read = in.read(chunk);
                        read >= 0 && channel.isActive();
                        read = in.read(chunk)) {
                    ByteBuffer bytes = ByteBuffer.wrap(chunk.clone(), 0, read);
                    boolean goesOn =
                            CompletableFuture.supplyAsync(
                                            () -> origin.onEncoded(runNs(), bytes.duplicate()),
                                            loop)
                                    .join();
                    if (!goesOn) {
                        break;
                    }
                    channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).awaitUninterruptibly();
                }
            } catch (IOException e) {
                // The encoder was ended.
            } finally {
                encoders.end(from);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            Process running = encoder;
            if (running != null) {
                encoders.end(running);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private final class ViewerEnd extends ChannelInboundHandlerAdapter {
        private final int service;
        private final StreamSpec spec;
        private final FlvPlayer.Viewer viewer;

        ViewerEnd(int service, StreamSpec spec, FlvPlayer.Viewer viewer) {
            this.service = service;
            this.spec = spec;
            this.viewer = viewer;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(viewer.request()));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            viewer.onBytes(runNs(), bytes.nioBuffer());
            bytes.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            viewer.onReconnect();
            again(service, spec);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
