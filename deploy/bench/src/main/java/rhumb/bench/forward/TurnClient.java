package rhumb.bench.forward;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/** As much of TURN over UDP (RFC 8489, RFC 8656) as a server without authentication needs. */
final class TurnClient {
    private static final int ALLOCATE = 0x0003;
    private static final int REFRESH = 0x0004;
    private static final int CHANNEL_BIND = 0x0009;
    private static final int SUCCESS = 0x0100;

    private static final int CHANNEL_NUMBER = 0x000c;
    private static final int LIFETIME = 0x000d;
    private static final int XOR_PEER_ADDRESS = 0x0012;
    private static final int XOR_RELAYED_ADDRESS = 0x0016;
    private static final int REQUESTED_TRANSPORT = 0x0019;

    private static final int COOKIE = 0x2112_a442;
    private static final int HEADER_BYTES = 20;
    private static final int MAX_BYTES = 1_500;
    private static final int IPV4 = 1;
    private static final int UDP = 17;
    private static final int FIRST_CHANNEL = 0x4000;

    private static final int TRIES = 20;
    private static final long BETWEEN_TRIES_MS = 100;

    private final DatagramChannel own;
    private final InetSocketAddress server;
    private final SplittableRandom random = new SplittableRandom(System.nanoTime());

    /**
     * @param own bound to where the client takes packets
     */
    TurnClient(DatagramChannel own, Endpoint server) throws IOException {
        this.own = own;
        this.server = new InetSocketAddress(server.host(), server.port());
        own.configureBlocking(false);
    }

    /**
     * A relayed address.
     *
     * @throws IOException when the server refuses or does not answer
     */
    Endpoint allocate() throws IOException {
        ByteBuffer wish = request(ALLOCATE);
        wish.putInt(REQUESTED_TRANSPORT << 16 | Integer.BYTES).putInt(UDP << 24);
        ByteBuffer answer = ask(wish);
        while (answer.remaining() >= Integer.BYTES) {
            int type = answer.getShort() & 0xffff;
            int length = answer.getShort() & 0xffff;
            if (type == XOR_RELAYED_ADDRESS) {
                int port = answer.getInt() & 0xffff ^ COOKIE >>> 16;
                return Endpoint.ofIpv4(answer.getInt() ^ COOKIE, port);
            }
            answer.position(Math.min(answer.limit(), answer.position() + (length + 3 & ~3)));
        }
        throw new IOException(server + " allocated no address");
    }

    /** Keeps the address for so much longer. */
    void keep(int seconds) throws IOException {
        ask(request(REFRESH).putInt(LIFETIME << 16 | Integer.BYTES).putInt(seconds));
    }

    /** Asks for what this peer sends as messages of a channel, for ten minutes. */
    void bind(Endpoint peer) throws IOException {
        ByteBuffer wish = request(CHANNEL_BIND);
        wish.putInt(CHANNEL_NUMBER << 16 | Integer.BYTES).putInt(FIRST_CHANNEL << 16);
        wish.putInt(XOR_PEER_ADDRESS << 16 | 2 * Integer.BYTES);
        wish.putInt(IPV4 << 16 | peer.port() ^ COOKIE >>> 16).putInt(peer.ipv4() ^ COOKIE);
        ask(wish);
    }

    private ByteBuffer request(int type) {
        ByteBuffer b = ByteBuffer.allocate(MAX_BYTES);
        b.putShort((short) type).putShort((short) 0).putInt(COOKIE);
        return b.putInt(random.nextInt()).putLong(random.nextLong());
    }

    /** The attributes of the answer. */
    private ByteBuffer ask(ByteBuffer request) throws IOException {
        request.flip();
        request.putShort(2, (short) (request.limit() - HEADER_BYTES));
        int type = request.getShort(0);
        for (int i = 0; i < TRIES; i++) {
            own.send(request.rewind(), server);
            ByteBuffer answer = answer(request.getLong(12));
            if (answer != null) {
                int said = answer.getShort() & 0xffff;
                answer.position(HEADER_BYTES);
                if (said == (type | SUCCESS)) {
                    return answer;
                }
                throw new IOException("%s refuses %x with %x".formatted(server, type, said));
            }
        }
        throw new IOException(server + " does not answer");
    }

    private @Nullable ByteBuffer answer(long transaction) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(MAX_BYTES);
        try {
            Thread.sleep(BETWEEN_TRIES_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        while (own.receive(answer.clear()) != null) {
            answer.flip();
            if (answer.limit() >= HEADER_BYTES && answer.getLong(12) == transaction) {
                return answer;
            }
        }
        return null;
    }
}
