package rhumb.sim.run;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.sim.ledger.MediaLedger;
import rhumb.sim.ledger.PacketLedger;
import rhumb.sim.media.PacketSource;
import rhumb.sim.media.RtpGrade;
import rhumb.sim.media.Samples;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.StreamKind;
import rhumb.sim.scenario.StreamSpec;

/**
 * Clients and media servers of all streams of datagrams: sends what is due and compares what
 * arrives. A server answers a duplex stream from the first packet on that reaches it. Times are
 * since the start of the run.
 */
public final class DatagramPlayer {
    private static final int MAX_PACKET_BYTES = 1_500;

    /** Takes packets for the overlay. */
    public interface Sink {
        /**
         * A client sends towards its server, or a server answers.
         *
         * @param service number of the stream's service, from 1
         */
        void send(
                int service, boolean answer, int octet, ByteBuffer buffer, int offset, int length);
    }

    /** One direction of a stream. */
    private static final class Part {
        final int service;
        final boolean answer;
        final StreamSpec spec;
        final PacketLedger ledger;
        final RtpGrade grade;
        @Nullable PacketSource source;

        Part(int service, boolean answer, StreamSpec spec, PacketLedger ledger) {
            this.service = service;
            this.answer = answer;
            this.spec = spec;
            this.ledger = ledger;
            this.grade = new RtpGrade(spec.kind() == StreamKind.VIDEO);
        }

        long nextNs() {
            long dueNs = source == null ? Long.MAX_VALUE : source.nextAtNs();
            return dueNs < spec.endNs() ? dueNs : Long.MAX_VALUE;
        }
    }

    private final Samples samples;
    private final Sink sink;
    private final List<Part> parts = new ArrayList<>();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(MAX_PACKET_BYTES);

    /**
     * @param live services whose media an encoder makes, see {@link #onCaptured}; the others play
     *     the samples
     */
    public DatagramPlayer(
            Scenario scenario, Samples samples, Set<Integer> live, MediaLedger ledger, Sink sink) {
        this.samples = samples;
        this.sink = sink;
        int service = 0;
        for (StreamSpec spec : scenario.streams()) {
            service++;
            if (spec.kind().source() == StreamKind.Source.FLV) {
                continue;
            }
            Part part =
                    new Part(
                            service,
                            false,
                            spec,
                            ledger.packets(spec.name(), spec.kind().trafficClass()));
            part.source =
                    live.contains(service)
                            ? null
                            : samples.packets(spec, spec.name(), spec.startNs());
            parts.add(part);
            if (spec.duplex()) {
                PacketLedger back = ledger.packets(spec.backName(), spec.kind().trafficClass());
                parts.add(new Part(service, true, spec, back));
            }
        }
    }

    public long nextDeadlineNs() {
        long nextNs = Long.MAX_VALUE;
        for (Part part : parts) {
            nextNs = Math.min(nextNs, part.nextNs());
        }
        return nextNs;
    }

    public void onDeadline(long nowNs) {
        for (Part part : parts) {
            while (part.nextNs() <= nowNs && part.source != null) {
                packet.clear();
                int length = part.source.next(packet);
                int octet = part.source.octet();
                part.ledger.onSent(nowNs, packet, 0, length, octet);
                sink.send(part.service, part.answer, octet, packet, 0, length);
            }
        }
    }

    /** An encoder made a packet of RTP: it is marked, noted and sent like one of a sample. */
    public void onCaptured(long nowNs, int service, ByteBuffer buffer, int offset, int length) {
        for (Part part : parts) {
            boolean due = nowNs >= part.spec.startNs() && nowNs < part.spec.endNs();
            if (part.service == service && !part.answer && due) {
                int octet = part.grade.of(buffer, offset, length).dscp().trafficClassOctet();
                part.ledger.onSent(nowNs, buffer, offset, length, octet);
                sink.send(service, false, octet, buffer, offset, length);
            }
        }
    }

    /**
     * A packet left the overlay.
     *
     * @param answer whether a client got it, and not a server
     * @param octet as it arrived; -1 when the platform does not tell
     */
    public void onArrival(
            long nowNs,
            int service,
            boolean answer,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length) {
        for (Part part : parts) {
            if (part.service == service && part.answer == answer) {
                part.ledger.onReceived(nowNs, buffer, offset, length, octet);
            } else if (part.service == service && part.answer && part.source == null) {
                part.source = samples.packets(part.spec, part.spec.backName(), nowNs);
            }
        }
    }
}
