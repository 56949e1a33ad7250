package rhumb.host.session;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import rhumb.host.door.ConnectionBook;

/** A stream whose far end is the test. */
public final class FakeCall extends ServerCall<byte[], byte[]> {
    public final List<byte[]> sent = new ArrayList<>();
    public boolean ready = true;
    public int requested;
    public boolean closed;

    /** As the controller gets it. */
    public PeerStream stream() {
        return new PeerStream(this, new ConnectionBook(new ConnectionBook.Limits(1, 1, 1)));
    }

    @Override
    public void request(int count) {
        requested += count;
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(byte[] message) {
        sent.add(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        closed = true;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public Attributes getAttributes() {
        return Attributes.EMPTY;
    }

    @Override
    public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
        return SouthboundMethod.SESSION;
    }
}
