package rhumb.bench.failures;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Takes TCP connections and opens one onwards for each; every byte comes out a fixed time after it
 * came in. Connections are opened without delay, and so is their end passed on with one.
 */
final class Relay implements AutoCloseable {
    private static final int PIECE = 16 << 10;

    /** Pieces under way: more than a member has outstanding. */
    private static final int PIECES = 1_024;

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Piece(byte[] bytes, long dueNs) {}

    private final ServerSocket server;
    private final InetSocketAddress onwards;
    private final long delayNs;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Relay(InetSocketAddress at, InetSocketAddress onwards, long delayNs) throws IOException {
        this.onwards = onwards;
        this.delayNs = delayNs;
        server = new ServerSocket(at.getPort(), 64, InetAddress.getByName(at.getHostString()));
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket one = server.accept();
                Thread.ofVirtual().start(() -> pass(one));
            } catch (IOException e) {
                // Closed, or one that left before it was taken.
            }
        }
    }

    private void pass(Socket one) {
        Socket other = new Socket();
        open.add(one);
        open.add(other);
        try {
            one.setTcpNoDelay(true);
            other.setTcpNoDelay(true);
            other.connect(onwards, (int) TimeUnit.SECONDS.toMillis(2));
            Thread.ofVirtual().start(() -> carry(one, other));
            carry(other, one);
        } catch (IOException e) {
            end(one);
            end(other);
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Piece> way = new LinkedBlockingQueue<>(PIECES);
        Thread.ofVirtual().start(() -> deliver(way, from, to));
        try {
            InputStream in = from.getInputStream();
            byte[] room = new byte[PIECE];
            for (int count = in.read(room); count >= 0; count = in.read(room)) {
                way.put(
                        new Piece(
                                java.util.Arrays.copyOf(room, count), System.nanoTime() + delayNs));
            }
        } catch (IOException e) {
            // It ends below, as by a reset.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            way.put(new Piece(new byte[0], System.nanoTime() + delayNs));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(BlockingQueue<Piece> way, Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Piece piece = way.take(); piece.bytes.length > 0; piece = way.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.dueNs - System.nanoTime());
                out.write(piece.bytes);
            }
        } catch (IOException e) {
            // The far end is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it gets.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(this::end);
    }
}
