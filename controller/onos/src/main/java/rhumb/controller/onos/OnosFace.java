package rhumb.controller.onos;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.device.DeviceService;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.FlowRuleService;
import org.onosproject.net.link.LinkService;
import org.onosproject.net.topology.LinkWeigher;
import org.onosproject.net.topology.PathService;
import org.onosproject.net.topology.TopologyService;
import rhumb.controller.ControllerView;
import rhumb.net.TrafficClass;

/**
 * What an application written for ONOS gets of a controller in the same process.
 *
 * <pre>
 * try (Controller controller = Controller.start(config)) {
 *     OnosFace face = OnosFace.over(controller::view, policies -> ...);
 *     Set&lt;Path&gt; paths = face.paths().getPaths(sin, fra, face.weigher("audio"));
 * }
 * </pre>
 *
 * Any thread may call. Reads are answered from the newest view, one view for each call; {@link
 * TopologyService#currentTopology} gives a handle on one view for several calls.
 */
public final class OnosFace {
    private final Supplier<ControllerView> views;
    private final PolicyBook book;
    private final DeviceReads devices = new DeviceReads(this::snapshot);
    private final LinkReads links = new LinkReads(this::snapshot);
    private final TopologyReads topology = new TopologyReads(this::snapshot);
    private final PathReads paths = new PathReads(this::snapshot);
    private final FlowRuleTable flowRules;

    /** The newest snapshot made; views are told apart by identity. */
    private volatile OverlaySnapshot newest;

    private OverlaySnapshot told;

    private OnosFace(Supplier<ControllerView> views, Consumer<List<OnosPolicy>> wanted) {
        this.views = views;
        this.book = new PolicyBook(wanted);
        this.flowRules = new FlowRuleTable(this::snapshot, book);
        this.newest = new OverlaySnapshot(views.get());
        this.told = newest;
    }

    /**
     * A face of a controller.
     *
     * @param views the newest view, the same object as long as nothing is newer
     * @param wanted hears all policy that applications want, whenever it changes
     */
    public static OnosFace over(Supplier<ControllerView> views, Consumer<List<OnosPolicy>> wanted) {
        return new OnosFace(views, wanted);
    }

    public DeviceService devices() {
        return devices;
    }

    public LinkService links() {
        return links;
    }

    public TopologyService topology() {
        return topology;
    }

    public PathService paths() {
        return paths;
    }

    public FlowRuleService flowRules() {
        return flowRules;
    }

    /**
     * Names a class to the path and topology services, which then answer with what the planner
     * chose for it; without a weigher they answer for the class {@code default}.
     *
     * @param label such as {@code audio}
     * @throws IllegalArgumentException for any other word, listing the labels
     */
    public LinkWeigher weigher(String label) {
        return new ClassWeigher(TrafficClass.parse(label), this::snapshot);
    }

    /** What a flow rule would be taken for; changes nothing. */
    public OnosPolicy.Reading read(FlowRule rule) {
        return PinReader.read(snapshot(), rule);
    }

    /** The flow rule of a pin, as it stands at the ingress once the planner follows it. */
    public FlowRule flowRule(OnosPolicy.Pin pin) {
        return RuleWords.rule(snapshot(), pin);
    }

    /**
     * Adds to the links' costs for a class what a weigher says, in microseconds of delay. The
     * weigher is asked now, not again later; its answers stand until the class is weighed anew.
     *
     * @param weigher null to add nothing any more
     * @return what it was taken for; when refused, nothing has changed; null when taken away
     */
    public OnosPolicy.@Nullable Reading weigh(String label, @Nullable LinkWeigher weigher) {
        TrafficClass c = TrafficClass.parse(label);
        if (weigher == null) {
            book.change(c, null);
            return null;
        }
        OnosPolicy.Reading reading = SurchargeReader.read(snapshot(), weigher, c);
        switch (reading) {
            case OnosPolicy.Accepted accepted ->
                    book.change(c, (OnosPolicy.LinkCosts) accepted.policy());
            case OnosPolicy.Refused refused -> {}
        }
        return reading;
    }

    /** All policy that applications want at present. */
    public List<OnosPolicy> policies() {
        return book.policies();
    }

    /**
     * Tells listeners what differs between the view of the last such call (the first: of the face's
     * beginning) and the newest one, on the calling thread. Changes between two calls that undo
     * each other are not told.
     *
     * @return how many events there were
     */
    @SuppressWarnings("ReferenceEquality") // a snapshot is one view and views are told apart so
    public synchronized int tell() {
        OverlaySnapshot before = told;
        OverlaySnapshot after = snapshot();
        told = after;
        if (before == after) {
            return 0;
        }
        Changes changes = Changes.between(before, after);
        changes.devices().forEach(devices::process);
        changes.links().forEach(links::process);
        changes.rules().forEach(flowRules::process);
        changes.topologies().forEach(topology::process);
        return changes.size();
    }

    @SuppressWarnings(
            "ReferenceEquality") // to compare what views hold would cost more than it saves
    private OverlaySnapshot snapshot() {
        ControllerView view = views.get();
        OverlaySnapshot last = newest;
        if (last.view() != view) {
            last = new OverlaySnapshot(view);
            newest = last;
        }
        return last;
    }
}
