package rhumb.forward.classify;

import org.jspecify.annotations.Nullable;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.ServiceRule;

/** What packets of one service show of their class, as tables. Immutable. */
public final class ServiceClasses {
    private static final int PAYLOAD_TYPES = 128;

    private final @Nullable TrafficClass forced;
    private final @Nullable TrafficClass rtcp;
    private final @Nullable TrafficClass[] byPayloadType;
    private final PacketClasses.Codec[] codecs;
    private final int dependencyDescriptor;
    private final int frameMarking;
    private final int[] firstPort;
    private final int[] lastPort;
    private final TrafficClass[] byPort;

    public ServiceClasses(ServiceRule rule) {
        PacketClasses classes = rule.classes();
        boolean rtp = !classes.payloadTypes().isEmpty();
        forced = rule.forcedClass();
        rtcp = classes.rtcp();
        byPayloadType = new TrafficClass[rtp ? PAYLOAD_TYPES : 0];
        codecs = new PacketClasses.Codec[rtp ? PAYLOAD_TYPES : 0];
        java.util.Arrays.fill(codecs, PacketClasses.Codec.ANY);
        for (PacketClasses.PayloadTypes types : classes.payloadTypes()) {
            for (int type = types.first(); type <= types.last(); type++) {
                byPayloadType[type] = types.trafficClass();
                codecs[type] = types.codec();
            }
        }
        dependencyDescriptor = classes.dependencyDescriptor();
        frameMarking = classes.frameMarking();
        var ports = classes.clientPorts();
        firstPort = ports.stream().mapToInt(PacketClasses.Ports::first).toArray();
        lastPort = ports.stream().mapToInt(PacketClasses.Ports::last).toArray();
        byPort = ports.stream().map(PacketClasses.Ports::trafficClass).toArray(TrafficClass[]::new);
    }

    @Nullable TrafficClass forced() {
        return forced;
    }

    @Nullable TrafficClass rtcp() {
        return rtcp;
    }

    /** Whether payload types tell classes. */
    boolean readsRtp() {
        return byPayloadType.length > 0;
    }

    /** Whether ports of clients tell classes. */
    public boolean readsPorts() {
        return byPort.length > 0;
    }

    @Nullable TrafficClass ofPayloadType(int type) {
        return byPayloadType[type];
    }

    PacketClasses.Codec codec(int type) {
        return codecs[type];
    }

    int dependencyDescriptor() {
        return dependencyDescriptor;
    }

    int frameMarking() {
        return frameMarking;
    }

    /** The class of a client's port; null when it is in no range. Few ranges, so one by one. */
    public @Nullable TrafficClass ofPort(int port) {
        for (int i = 0; i < byPort.length && firstPort[i] <= port; i++) {
            if (port <= lastPort[i]) {
                return byPort[i];
            }
        }
        return null;
    }
}
