package rhumb.bench.forward;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.TrafficClass;

/**
 * Neighbours of a forwarder at which flows end: each packet of a flow is answered by one. Links are
 * in the clear.
 */
final class AnsweringNeighbors implements Closeable {
    private static final int LIFE = 1;
    private static final int PAYLOAD_BYTES = 100;

    private final int self;
    private final List<DatagramChannel> sockets = new ArrayList<>();
    private final ByteBuffer packet = ByteBuffer.allocate(OverlayHeader.MAX_DATAGRAM_BYTES);
    private final int[] linkSeqs;
    private int answered;

    /**
     * @param self number of the forwarder, whose links these are
     */
    AnsweringNeighbors(List<? extends SocketAddress> addresses, int self) throws IOException {
        this.self = self;
        linkSeqs = new int[addresses.size()];
        for (SocketAddress address : addresses) {
            sockets.add(DatagramChannel.open().bind(address));
            sockets.getLast().configureBlocking(false);
        }
    }

    /** Answers all that waits. */
    void answer() throws IOException {
        for (int n = 0; n < sockets.size(); n++) {
            DatagramChannel socket = sockets.get(n);
            SocketAddress from = socket.receive(packet.clear());
            while (from != null) {
                packet.flip();
                boolean media =
                        OverlayHeader.check(packet, 0, packet.limit()) == null
                                && OverlayHeader.type(packet, 0) == OverlayHeader.TYPE_DATA;
                if (media) {
                    write(++linkSeqs[n]);
                    socket.send(packet, from);
                }
                from = socket.receive(packet.clear());
            }
        }
    }

    /** Packets answered, one of each flow. */
    int answered() {
        return answered;
    }

    private void write(int linkSeq) {
        int neighbor = OverlayHeader.targetPop(packet, 0);
        int service = OverlayHeader.service(packet, 0);
        int flow = OverlayHeader.flow(packet, 0);
        int code = TrafficClass.DEFAULT.code();
        answered++;
        OverlayHeader.begin(
                packet.clear(), 0, OverlayHeader.TYPE_DATA, OverlayHeader.FLAG_ANSWER, 0, code, 1);
        OverlayHeader.pops(packet, 0, neighbor, self);
        OverlayHeader.labelCount(packet, 0, 0);
        OverlayHeader.flow(packet, 0, service, flow, 1);
        OverlayHeader.budget(packet, 0, OverlayHeader.NO_TIME_LIMIT);
        OverlayHeader.stamp(packet, 0, 0, LIFE, linkSeq, 0);
        packet.limit(OverlayHeader.bytes(packet, 0) + PAYLOAD_BYTES);
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel socket : sockets) {
            socket.close();
        }
    }
}
