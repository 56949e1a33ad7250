package rhumb.host.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.host.BindErrors;
import rhumb.host.InetAddresses;
import rhumb.net.Endpoint;

/**
 * {@link DatagramIo} on any JDK: one datagram per call, sent at once. The received traffic class,
 * the hop limit and the receive time are unknown to the JDK, which also allocates an address per
 * datagram.
 */
final class NioDatagramIo implements DatagramIo {
    private static final int BATCH = 64;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int KNOWN_ADDRESSES = 1 << 14;

    /** A channel and the traffic class octet it writes now. */
    private static final class Socket {
        final int number;
        final DatagramChannel channel;
        final Endpoint local;
        int octet;

        Socket(int number, DatagramChannel channel, Endpoint local) {
            this.number = number;
            this.channel = channel;
            this.local = local;
        }
    }

    private final Selector selector = Selector.open();
    private final List<@Nullable Socket> sockets = new ArrayList<>();
    private final EndpointCache endpoints = new EndpointCache();

    /** Bound: {@value #KNOWN_ADDRESSES}; policy when full: forget all. */
    private final Map<Endpoint, InetSocketAddress> addresses = new HashMap<>();

    /** One byte more than is taken shows that a datagram was longer. */
    private final ByteBuffer arriving =
            ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES + DatagramHandler.SPARE_BYTES);

    private final ByteBuffer leaving = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private long sendFailures;
    private long truncated;

    NioDatagramIo() throws IOException {}

    @Override
    public int open(Endpoint bind, SocketUse use) throws IOException {
        int free = sockets.indexOf(null);
        int number = free >= 0 ? free : sockets.size();
        try {
            DatagramChannel channel =
                    DatagramChannel.open(
                            bind.isIpv4()
                                    ? StandardProtocolFamily.INET
                                    : StandardProtocolFamily.INET6);
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
                channel.bind(address(bind));
                Endpoint local =
                        InetAddresses.endpoint((InetSocketAddress) channel.getLocalAddress());
                Socket socket = new Socket(number, channel, local);
                channel.register(selector, SelectionKey.OP_READ, socket);
                put(number, socket);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw BindErrors.explain("UDP", bind, e);
        }
        return number;
    }

    @Override
    public Endpoint local(int socket) {
        return require(socket).local;
    }

    @Override
    public void close(int socket) {
        Socket going = require(socket);
        sockets.set(socket, null);
        closeQuietly(going.channel);
    }

    @Override
    public int poll(long timeoutNs, DatagramHandler handler) throws IOException {
        if (timeoutNs <= 0) {
            selector.selectNow();
        } else {
            // Rounded up: waking early would spin until the deadline.
            selector.select((timeoutNs - 1) / 1_000_000 + 1);
        }
        int delivered = 0;
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.attachment() instanceof Socket socket) {
                delivered += receive(key, socket, handler);
            }
        }
        return delivered;
    }

    @Override
    public void send(
            int socket, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        Socket from = require(socket);
        if (length > MAX_DATAGRAM_BYTES || to.isIpv4() != from.local.isIpv4()) {
            sendFailures++;
            return;
        }
        try {
            if (from.octet != octet) {
                from.channel.setOption(StandardSocketOptions.IP_TOS, octet);
                from.octet = octet;
            }
            leaving.clear().put(0, buffer, offset, length).limit(length);
            // An empty datagram and a full buffer both give 0; only the second leaves bytes.
            int sent = from.channel.send(leaving, address(to));
            sendFailures += sent < length ? 1 : 0;
        } catch (IOException e) {
            sendFailures++; // no route, too long, filtered: counted as the Linux way counts it
        }
    }

    @Override
    public void flush() {}

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public long sendFailures() {
        return sendFailures;
    }

    @Override
    public long truncated() {
        return truncated;
    }

    @Override
    public String description() {
        return "nio: no received traffic class, hop limit or receive time";
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            if (socket != null) {
                closeQuietly(socket.channel);
            }
        }
        sockets.clear();
        closeQuietly(selector);
    }

    private int receive(SelectionKey key, Socket socket, DatagramHandler handler)
            throws IOException {
        int delivered = 0;
        while (delivered < BATCH && key.isValid()) {
            arriving.clear();
            SocketAddress from = socket.channel.receive(arriving);
            if (!(from instanceof InetSocketAddress sender)) {
                break;
            }
            int length = arriving.position();
            arriving.clear();
            truncated += length > MAX_DATAGRAM_BYTES ? 1 : 0;
            delivered++;
            handler.onDatagram(
                    socket.number,
                    interned(InetAddresses.endpoint(sender)),
                    -1,
                    -1,
                    0,
                    arriving,
                    0,
                    Math.min(length, MAX_DATAGRAM_BYTES));
        }
        return delivered;
    }

    private void put(int number, Socket socket) {
        if (number == sockets.size()) {
            sockets.add(socket);
        } else {
            sockets.set(number, socket);
        }
    }

    private Socket require(int number) {
        Socket socket = number >= 0 && number < sockets.size() ? sockets.get(number) : null;
        if (socket == null) {
            throw new IllegalArgumentException("socket " + number + " is not open");
        }
        return socket;
    }

    private InetSocketAddress address(Endpoint endpoint) {
        InetSocketAddress known = addresses.get(endpoint);
        if (known != null) {
            return known;
        }
        if (addresses.size() >= KNOWN_ADDRESSES) {
            addresses.clear();
        }
        InetSocketAddress fresh = InetAddresses.of(endpoint);
        addresses.put(endpoint, fresh);
        return fresh;
    }

    private Endpoint interned(Endpoint sender) {
        return endpoints.of(sender.high(), sender.low(), sender.port());
    }

    private static void closeQuietly(java.io.Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // Nothing is left to be done about a socket that does not close.
        }
    }
}
