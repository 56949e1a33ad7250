package rhumb.host.local;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import rhumb.host.SharedOutbox;
import rhumb.southbound.message.Message;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * One standing connection: a thread that reads, which is the caller's, and a virtual one that
 * writes. A frame is its length as four bytes in network order, then {@link SouthboundCodec} bytes.
 */
final class LocalChannel {
    /** Specification constant: the longest frame either side takes. */
    static final int MAX_FRAME_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final SharedOutbox outbox;
    private final LocalTally tally;
    private final Thread writer = Thread.ofVirtual().name("local-writer").unstarted(this::write);
    private volatile boolean closed;

    LocalChannel(SocketChannel channel, SharedOutbox outbox, LocalTally tally) {
        this.channel = channel;
        this.outbox = outbox;
        this.tally = tally;
    }

    /** Serves the connection until it ends, with all of the listener's calls. */
    void run(LocalListener listener) {
        writer.start();
        listener.onConnected();
        String reason = read(listener);
        try {
            writer.join(); // or it might take what is offered to the next connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.onLost(reason);
    }

    void wakeWriter() {
        LockSupport.unpark(writer);
    }

    void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // Gone either way.
        }
        wakeWriter();
    }

    /** Gives why the connection ended. */
    private String read(LocalListener listener) {
        FrameReader frames = new FrameReader(channel::read);
        try {
            while (true) {
                int length = frames.length();
                if (length < 0 || length > MAX_FRAME_BYTES) {
                    tally.garbage.increment();
                    return "garbage: a frame of " + Integer.toUnsignedString(length) + " bytes";
                }
                switch (SouthboundCodec.decode(frames.body(length))) {
                    case Decoded.Accepted accepted -> {
                        tally.received.increment();
                        listener.onMessage(accepted.message());
                    }
                    case Decoded.UnknownKind unknown -> tally.unknownKinds.increment();
                    case Decoded.Rejected bad -> {
                        tally.garbage.increment();
                        return "garbage: " + bad.reason() + " " + bad.detail();
                    }
                }
            }
        } catch (EOFException e) {
            return "peer left";
        } catch (AsynchronousCloseException e) {
            return "closed";
        } catch (ClosedChannelException e) {
            return closed ? "closed" : "broken";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } finally {
            close();
        }
    }

    private void write() {
        try {
            while (!closed) {
                Message message = outbox.poll();
                if (message == null) {
                    LockSupport.park();
                } else {
                    write(SouthboundCodec.encode(message));
                }
            }
        } catch (IOException e) {
            close(); // the reader says why
        }
    }

    private void write(byte[] frame) throws IOException {
        if (frame.length > MAX_FRAME_BYTES) {
            tally.tooLong.increment();
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + frame.length);
        bytes.putInt(frame.length).put(frame).flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        tally.sent.increment();
    }
}
