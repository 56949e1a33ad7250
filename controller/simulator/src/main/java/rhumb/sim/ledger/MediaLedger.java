package rhumb.sim.ledger;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;

/** The accounts of all streams of a run, in the order in which they were opened. */
public final class MediaLedger {
    private final Map<String, StreamLedger> streams = new LinkedHashMap<>();
    private final Function<TrafficClass, ClassTarget> targets;

    /**
     * @param targets what each class needs, such as {@link ClassTarget#standard}
     */
    public MediaLedger(Function<TrafficClass, ClassTarget> targets) {
        this.targets = targets;
    }

    /** Opens the account of a stream of datagrams. */
    public PacketLedger packets(String stream, TrafficClass trafficClass) {
        PacketLedger ledger = new PacketLedger(targets.apply(trafficClass));
        put(stream, ledger);
        return ledger;
    }

    /** Opens the account of an FLV stream. */
    public TagLedger tags(String stream, TrafficClass trafficClass) {
        TagLedger ledger = new TagLedger(targets.apply(trafficClass));
        put(stream, ledger);
        return ledger;
    }

    /** All accounts by the name of their stream. */
    public Map<String, StreamLedger> streams() {
        return Collections.unmodifiableMap(streams);
    }

    /** How long all streams together felt an event, see {@link RecoveryMeter}. */
    public Recovery recovery(long eventNs, long nextEventNs, boolean heals) {
        Collection<StreamLedger> all = streams.values();
        return RecoveryMeter.measure(all, eventNs, nextEventNs, heals);
    }

    private void put(String stream, StreamLedger ledger) {
        if (streams.putIfAbsent(stream, ledger) != null) {
            throw new IllegalArgumentException("stream " + stream + " has an account already");
        }
    }
}
