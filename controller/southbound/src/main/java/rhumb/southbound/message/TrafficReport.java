package rhumb.southbound.message;

import java.util.List;
import rhumb.net.Label;
import rhumb.net.TrafficClass;

/**
 * What a forwarder carries, told to the controller; counters since the start of the process.
 *
 * @param flows the live flows that enter here, busiest first, at most {@value #MAX_FLOWS}
 */
public record TrafficReport(List<Flow> flows) implements Message {
    public static final int MAX_FLOWS = 1_000;

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
    }

    @Override
    public Kind kind() {
        return Kind.TRAFFIC_REPORT;
    }
}
