package rhumb.lab.wan;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.impair.TcpPipe;

/**
 * One connection that crosses the WAN: two real sockets and the modelled one between them. Bytes
 * are read from a socket only as fast as the model takes them, so back-pressure reaches the real
 * ends.
 */
final class TcpCrossing implements TcpPipe.Sink {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final Endpoint to;
    private final Endpoint from;
    private final SocketChannel caller;
    private final TcpPipe pipe;
    private @Nullable SocketChannel called;
    private final ByteBuffer[] unsent = {ByteBuffer.allocate(0), ByteBuffer.allocate(0)};
    private final boolean[] inputOver = new boolean[2];
    private @Nullable ScheduledFuture<?> timer;
    private boolean over;

    TcpCrossing(LinkModel there, LinkModel back, SocketChannel caller, Endpoint to, Endpoint from) {
        this.caller = caller;
        this.to = to;
        this.from = from;
        this.pipe = new TcpPipe(there, back, 0, this);
    }

    /** Called on the event loop, as everything else here. */
    void open() {
        caller.pipeline().addLast(new Ears(TcpPipe.Side.OPENER));
        step(() -> pipe.connect(System.nanoTime()));
    }

    @Override
    public void onConnected(long nowNs, TcpPipe.Side side) {
        if (side == TcpPipe.Side.OPENER) {
            caller.read();
            return;
        }
        new Bootstrap()
                .group(caller.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new Ears(TcpPipe.Side.ACCEPTOR))
                .connect(TcpWan.address(to), TcpWan.address(from))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        step(() -> pipe.reset(System.nanoTime(), TcpPipe.Side.ACCEPTOR));
                    }
                });
    }

    @Override
    public void onReadable(long nowNs, TcpPipe.Side side) {
        drain(side);
    }

    @Override
    public void onWritable(long nowNs, TcpPipe.Side side) {
        fill(side);
    }

    @Override
    public void onBroken(long nowNs, TcpPipe.Side side, TcpPipe.Cause cause) {
        drain(side);
        SocketChannel channel = channel(side);
        if (channel != null) {
            channel.close();
        }
    }

    /** From the model into a real socket, as long as that takes it. */
    private void drain(TcpPipe.Side side) {
        SocketChannel channel = channel(side);
        long nowNs = System.nanoTime();
        while (channel != null
                && channel.isActive()
                && channel.isWritable()
                && pipe.readable(side) > 0) {
            ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK_BYTES, pipe.readable(side)));
            pipe.read(nowNs, side, chunk);
            channel.writeAndFlush(Unpooled.wrappedBuffer(chunk.flip()));
        }
        if (channel != null && pipe.atEnd(side)) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(done -> channel.shutdownOutput());
        }
    }

    /** What was read from a real socket and did not fit into the model before. */
    private void fill(TcpPipe.Side side) {
        ByteBuffer waiting = unsent[side.ordinal()];
        pipe.write(System.nanoTime(), side, waiting);
        SocketChannel channel = channel(side);
        if (waiting.hasRemaining() || channel == null) {
            return;
        }
        if (inputOver[side.ordinal()]) {
            pipe.shutdown(System.nanoTime(), side);
        } else {
            channel.read();
        }
    }

    private @Nullable SocketChannel channel(TcpPipe.Side side) {
        return side == TcpPipe.Side.OPENER ? caller : called;
    }

    /** Lets something happen in the model and sets the timer for what it does next. */
    private void step(Runnable what) {
        what.run();
        long nextNs = pipe.nextDeadlineNs();
        over |= pipe.isOver();
        if (timer != null) {
            timer.cancel(false);
        }
        if (over) {
            end(TcpPipe.Side.OPENER);
            end(TcpPipe.Side.ACCEPTOR);
        } else if (nextNs != Long.MAX_VALUE) {
            long waitNs = Math.max(0, nextNs - System.nanoTime());
            timer =
                    caller.eventLoop()
                            .schedule(
                                    () -> step(() -> pipe.onDeadline(System.nanoTime())),
                                    waitNs,
                                    TimeUnit.NANOSECONDS);
        }
    }

    /** A channel whose input and output are both shut down stays open until it is closed. */
    private void end(TcpPipe.Side side) {
        SocketChannel channel = channel(side);
        if (channel != null && (pipe.atEnd(side) || pipe.isBroken(side))) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Hears one real socket. */
    private final class Ears extends ChannelInboundHandlerAdapter {
        private final TcpPipe.Side side;

        Ears(TcpPipe.Side side) {
            this.side = side;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (side == TcpPipe.Side.ACCEPTOR) {
                called = (SocketChannel) context.channel();
                step(() -> drain(side));
                context.read();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            ByteBuffer copy = ByteBuffer.allocate(bytes.readableBytes());
            bytes.readBytes(copy);
            bytes.release();
            unsent[side.ordinal()] = copy.flip();
            step(() -> fill(side));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                inputOver[side.ordinal()] = true;
                step(() -> fill(side));
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                step(() -> drain(side));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            step(() -> {
                // Closed without a FIN to pass on: the other end hears of it as the model lets it.
                if (!inputOver[side.ordinal()]) {
                    pipe.reset(System.nanoTime(), side);
                }
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // A reset of a real socket; channelInactive does the rest.
        }
    }
}
