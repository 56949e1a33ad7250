package rhumb.southbound.message;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

/**
 * What a forwarder carries, told to the controller; counters since the start of the process.
 *
 * @param flows the live flows that enter here, busiest first, at most {@value #MAX_FLOWS}
 * @param bypasses the ways round links that are in use or were since the process started, at most
 *     {@value #MAX_BYPASSES}
 * @param queues what uplinks did with each class and each tenant, at most {@value #MAX_QUEUES}
 */
public record TrafficReport(List<Flow> flows, List<Bypass> bypasses, List<Queue> queues)
        implements Message {
    public static final int MAX_FLOWS = 1_000;
    public static final int MAX_BYPASSES = 1_000;
    public static final int MAX_QUEUES = 1_000;

    /**
     * Packets of one class between other PoPs that would take a bad link of this forwarder.
     *
     * @param labels the way that they take round it now; empty when they take the link
     * @param forNs how long that has been so
     * @param packets that went round
     * @param unfit that went into the link although it is bad, because no way round fitted them
     */
    public record Bypass(
            LinkId link,
            TrafficClass trafficClass,
            List<Label> labels,
            long forNs,
            long packets,
            long unfit) {
        public Bypass {
            labels = List.copyOf(labels);
        }

        public boolean inUse() {
            return !labels.isEmpty();
        }
    }

    /**
     * Packets of one class, or of one tenant, at one uplink.
     *
     * @param trafficClass null for a tenant's
     * @param tenant its name, empty for packets of none; empty for a class's
     * @param packets sent
     * @param bytes sent, with IP and UDP headers
     * @param drops not sent, whatever the reason
     * @param marks sent with a congestion mark set here
     * @param queued waiting now
     * @param delayNsP50 how long the packets of the last seconds waited, median; -1 = not known
     */
    public record Queue(
            String uplink,
            @Nullable TrafficClass trafficClass,
            String tenant,
            long packets,
            long bytes,
            long drops,
            long marks,
            long queued,
            long delayNsP50,
            long delayNsP99) {}

    /**
     * One flow between a client and a service.
     *
     * @param service number of the service; {@link #IP} for IP packets of the TUN device, told as
     *     one flow for each PoP and class
     * @param flow the flow's number at its ingress
     * @param peerPop number of the PoP at the other end
     * @param labels path it takes now
     * @param onBackup whether that is not the primary
     * @param switches how often it changed path
     */
    public record Flow(
            int service,
            long flow,
            int peerPop,
            TrafficClass trafficClass,
            List<Label> labels,
            boolean onBackup,
            long packets,
            long bytes,
            long switches) {
        /** Stands for no service. */
        public static final int IP = 0;

        public Flow {
            labels = List.copyOf(labels);
        }
    }

    public TrafficReport {
        flows = List.copyOf(flows);
        bypasses = List.copyOf(bypasses);
        queues = List.copyOf(queues);
    }

    /** Without a way round a link or news of queues. */
    public TrafficReport(List<Flow> flows) {
        this(flows, List.of(), List.of());
    }

    @Override
    public Kind kind() {
        return Kind.TRAFFIC_REPORT;
    }
}
