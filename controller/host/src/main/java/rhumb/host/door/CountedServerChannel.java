package rhumb.host.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.util.List;

/** A listening socket that asks a {@link ConnectionBook} before it hands a connection on. */
public final class CountedServerChannel extends NioServerSocketChannel {
    private final ConnectionBook book;

    private CountedServerChannel(ConnectionBook book) {
        this.book = book;
    }

    /** As netty and gRPC take it. */
    public static ChannelFactory<ServerChannel> factory(ConnectionBook book) {
        return () -> new CountedServerChannel(book);
    }

    @Override
    protected int doReadMessages(List<Object> buffer) throws Exception {
        int read = super.doReadMessages(buffer);
        if (read > 0 && buffer.getLast() instanceof Channel channel) {
            SocketAddress remote = channel.remoteAddress();
            if (remote == null || book.admit(remote, channel) != null) {
                buffer.removeLast();
                channel.unsafe().closeForcibly();
            } else {
                channel.closeFuture().addListener(closed -> book.gone(remote, channel));
            }
        }
        return read;
    }
}
