package rhumb.controller.cluster.share;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import rhumb.host.session.FrameStream;

/**
 * The bytes of one connection as frames of a stream, and back. Two virtual threads wait: one for
 * the connection, one for frames. Bound: what the stream's window lets come, as a frame makes room
 * for another only once it is written.
 */
final class Tunnel {
    private static final int CHUNK_BYTES = 16 << 10;
    private static final long READY_NS = 100_000_000L;
    private static final byte[] END = {};

    private final Socket socket;
    private final FrameStream stream;
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private volatile @Nullable Thread reader;
    private volatile boolean closed;

    Tunnel(Socket socket, FrameStream stream) {
        this.socket = socket;
        this.stream = stream;
    }

    void start() {
        Thread.ofVirtual().name("tunnel-write").start(this::write);
        reader = Thread.ofVirtual().name("tunnel-read").start(this::read);
    }

    void onFrame(byte[] frame) {
        frames.add(frame);
    }

    /** The stream takes more. */
    void onReady() {
        Thread waits = reader;
        if (waits != null) {
            LockSupport.unpark(waits);
        }
    }

    void close(String reason) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            stream.close(reason);
        }
        frames.add(END);
        onReady();
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void read() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = socket.getInputStream()) {
            for (int n = in.read(chunk); n >= 0 && !closed; n = in.read(chunk)) {
                while (!closed && !stream.isReady()) {
                    LockSupport.parkNanos(READY_NS); // onReady ends it earlier
                }
                send(Arrays.copyOf(chunk, n));
            }
            close("the connection ended");
        } catch (IOException e) {
            close("the connection broke");
        }
    }

    /** Nothing is sent on a stream that was closed meanwhile. */
    private synchronized void send(byte[] frame) {
        if (!closed) {
            stream.send(frame);
        }
    }

    private void write() {
        try (OutputStream out = socket.getOutputStream()) {
            for (byte[] frame = frames.take(); !closed; frame = frames.take()) {
                out.write(frame);
                stream.consumed();
            }
        } catch (IOException e) {
            close("the connection broke");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
