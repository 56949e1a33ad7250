package rhumb.southbound.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;
import rhumb.southbound.message.PathTrace;
import rhumb.southbound.message.PathTraceOrder;

/** Traces of paths, as generated classes and back. */
final class PathTraceProto {
    private PathTraceProto() {}

    static rhumb.southbound.v1.PathTraceOrder order(PathTraceOrder m) {
        return rhumb.southbound.v1.PathTraceOrder.newBuilder()
                .setNumber(m.number())
                .setTarget(m.target().name())
                .setClassCode(m.trafficClass().code())
                .setCount(m.count())
                .build();
    }

    static PathTraceOrder order(rhumb.southbound.v1.PathTraceOrder m) {
        return new PathTraceOrder(
                m.getNumber(),
                new PopId(m.getTarget()),
                FromProto.trafficClass(m.getClassCode()),
                m.getCount());
    }

    static rhumb.southbound.v1.PathTrace trace(PathTrace m) {
        var trace =
                rhumb.southbound.v1.PathTrace.newBuilder()
                        .setNumber(m.number())
                        .setFault(m.fault())
                        .setChanged(m.changed())
                        .setBypassed(m.bypassed());
        for (PathTrace.Hop hop : m.hops()) {
            @Nullable PopId pop = hop.pop();
            trace.addHops(
                    rhumb.southbound.v1.PathTrace.Hop.newBuilder()
                            .setPop(pop == null ? "" : pop.name())
                            .setSent(hop.sent())
                            .setAnswered(hop.answered())
                            .setRttNsMin(hop.rttNsMin())
                            .setRttNsMean(hop.rttNsMean())
                            .setRttNsMax(hop.rttNsMax())
                            .setPayloadBytesMax(hop.payloadBytesMax())
                            .setOtherWayBack(hop.otherWayBack()));
        }
        return trace.build();
    }

    static PathTrace trace(rhumb.southbound.v1.PathTrace m) {
        List<PathTrace.Hop> hops = new ArrayList<>();
        for (rhumb.southbound.v1.PathTrace.Hop hop : m.getHopsList()) {
            hops.add(
                    new PathTrace.Hop(
                            hop.getPop().isEmpty() ? null : new PopId(hop.getPop()),
                            hop.getSent(),
                            hop.getAnswered(),
                            hop.getRttNsMin(),
                            hop.getRttNsMean(),
                            hop.getRttNsMax(),
                            hop.getPayloadBytesMax(),
                            hop.getOtherWayBack()));
        }
        return new PathTrace(m.getNumber(), m.getFault(), hops, m.getChanged(), m.getBypassed());
    }
}
