package rhumb.host.door;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All connections of one server. Those that have not shown yet who they are (half open) have a
 * bound of their own: beyond it the oldest one goes, because a peer of ours takes milliseconds for
 * its handshake, and who only holds a connection open takes for ever. So strangers cost each other
 * their places, and nobody who is in.
 *
 * <p>Any thread may call.
 */
public final class ConnectionBook {
    /**
     * Bounds.
     *
     * @param all connections at once
     * @param perAddress of one IP address
     * @param halfOpen of those that have not shown who they are
     */
    public record Limits(int all, int perAddress, int halfOpen) {
        public Limits {
            if (all < 1 || perAddress < 1 || halfOpen < 1) {
                throw new IllegalArgumentException(
                        "limits of connections: expected each to be 1 or more");
            }
        }
    }

    /** Why a connection was not let in, or not kept. */
    public enum Turned {
        /** The server has as many as it takes. */
        TOO_MANY,
        /** This address has as many as one may have. */
        TOO_MANY_FROM_ADDRESS,
        /** It had not shown who it is when newer ones came. */
        CROWDED_OUT
    }

    private static final class Entry {
        final Channel channel;
        boolean halfOpen = true;

        Entry(Channel channel) {
            this.channel = channel;
        }
    }

    private final Limits limits;
    private final Map<SocketAddress, Entry> all = new HashMap<>();

    /** In the order of their coming. */
    private final Map<SocketAddress, Channel> halfOpen = new LinkedHashMap<>();

    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private final Map<Turned, Long> turned = new EnumMap<>(Turned.class);

    public ConnectionBook(Limits limits) {
        this.limits = limits;
        for (Turned reason : Turned.values()) {
            turned.put(reason, 0L);
        }
    }

    /**
     * Somebody came.
     *
     * @return null when the connection is let in; the caller tells {@link #gone} of its end
     */
    public @Nullable Turned admit(SocketAddress remote, Channel channel) {
        Channel oldest = null;
        synchronized (this) {
            InetAddress address = address(remote);
            Turned refused =
                    all.size() >= limits.all && halfOpen.isEmpty()
                            ? Turned.TOO_MANY
                            : perAddress.getOrDefault(address, 0) >= limits.perAddress
                                    ? Turned.TOO_MANY_FROM_ADDRESS
                                    : null;
            if (refused != null) {
                turned.merge(refused, 1L, Long::sum);
                return refused;
            }
            if (halfOpen.size() >= limits.halfOpen || all.size() >= limits.all) {
                SocketAddress first = halfOpen.keySet().iterator().next();
                oldest = halfOpen.get(first);
                remove(first);
                turned.merge(Turned.CROWDED_OUT, 1L, Long::sum);
            }
            all.put(remote, new Entry(channel));
            halfOpen.put(remote, channel);
            perAddress.merge(address, 1, Integer::sum);
        }
        if (oldest != null) {
            end(oldest);
        }
        return null;
    }

    /** A connection has shown who it is. */
    public synchronized void known(@Nullable SocketAddress remote) {
        Entry entry = remote == null ? null : all.get(remote);
        if (entry != null && entry.halfOpen) {
            entry.halfOpen = false;
            halfOpen.remove(remote);
        }
    }

    /** A connection ended. */
    public synchronized void gone(SocketAddress remote, Channel channel) {
        Entry entry = all.get(remote);
        // The same port of the same host may have come again already.
        if (entry != null && entry.channel.equals(channel)) {
            remove(remote);
        }
    }

    /** Ends a connection at once; what was under way is lost. */
    public void cut(@Nullable SocketAddress remote) {
        Channel channel;
        synchronized (this) {
            Entry entry = remote == null ? null : all.get(remote);
            channel = entry == null ? null : entry.channel;
        }
        if (channel != null) {
            end(channel);
        }
    }

    /** Below all handlers: those of HTTP/2 and TLS would first say farewell, and wait for it. */
    private static void end(Channel channel) {
        if (channel.isRegistered()) {
            channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
        } else {
            channel.close();
        }
    }

    public synchronized int open() {
        return all.size();
    }

    public synchronized int halfOpen() {
        return halfOpen.size();
    }

    /** How many were not let in, or not kept, by reason. */
    public synchronized Map<Turned, Long> turned() {
        return new EnumMap<>(turned);
    }

    private void remove(SocketAddress remote) {
        all.remove(remote);
        halfOpen.remove(remote);
        perAddress.computeIfPresent(address(remote), (a, n) -> n == 1 ? null : n - 1);
    }

    private static InetAddress address(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
