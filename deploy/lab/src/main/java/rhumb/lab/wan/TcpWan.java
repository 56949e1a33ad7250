package rhumb.lab.wan;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.overlay.AddressPlan;

/**
 * Carries connections between PoPs, each over a model of TCP on the two links it uses
 * (docs/decisions, record 0005). One thread.
 */
public final class TcpWan implements AutoCloseable {
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Wan wan;

    public TcpWan(Wan wan) {
        this.wan = wan;
    }

    /** Opens the stream port of every link. */
    public void open(AddressPlan plan, Map<LinkId, int[]> links) throws IOException {
        for (Map.Entry<LinkId, int[]> link : links.entrySet()) {
            LinkModel there = wan.model(link.getKey());
            LinkModel back = wan.model(link.getKey().reverse());
            if (there != null && back != null) {
                int[] ends = link.getValue();
                open(
                        plan.seen(ends[0], ends[1], AddressPlan.Port.STREAM),
                        there,
                        back,
                        plan.real(ends[1], AddressPlan.Port.STREAM),
                        plan.seen(ends[1], ends[0], AddressPlan.Port.STREAM).withPort(0));
            }
        }
    }

    /**
     * Opens one address: what connects there is carried to {@code to}.
     *
     * @param from local address under which the far end sees it
     */
    public void open(Endpoint listen, LinkModel there, LinkModel back, Endpoint to, Endpoint from)
            throws IOException {
        ServerBootstrap server =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel caller) {
                                        new TcpCrossing(there, back, caller, to, from).open();
                                    }
                                });
        Channel bound = server.bind(address(listen)).awaitUninterruptibly().channel();
        if (!bound.isActive()) {
            throw new IOException("cannot listen on " + listen + ": address in use?");
        }
    }

    static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 500, java.util.concurrent.TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
