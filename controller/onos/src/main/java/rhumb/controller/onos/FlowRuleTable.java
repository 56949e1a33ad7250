package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onosproject.core.ApplicationId;
import org.onosproject.event.ListenerRegistry;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultFlowEntry;
import org.onosproject.net.flow.FlowEntry;
import org.onosproject.net.flow.FlowEntry.FlowEntryState;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.FlowRuleEvent;
import org.onosproject.net.flow.FlowRuleListener;
import org.onosproject.net.flow.FlowRuleOperation;
import org.onosproject.net.flow.FlowRuleOperations;
import org.onosproject.net.flow.FlowRuleService;
import org.onosproject.net.flow.TableStatisticsEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.Topology;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;

/**
 * What each forwarder was told, as flow entries; and flow rules of applications, taken as pins.
 *
 * <p>An application's rule does not go to a forwarder: the planner takes it into its next plan, and
 * {@link #getFlowEntry} says ADDED once the pinned path is the primary of its pair and class at the
 * ingress, acknowledged by its forwarder. Counters are 0: forwarders do not count by route.
 */
final class FlowRuleTable extends ListenerRegistry<FlowRuleEvent, FlowRuleListener>
        implements FlowRuleService {
    private static final Logger log = LoggerFactory.getLogger(FlowRuleTable.class);

    private final Supplier<OverlaySnapshot> snapshots;
    private final PolicyBook book;

    FlowRuleTable(Supplier<OverlaySnapshot> snapshots, PolicyBook book) {
        this.snapshots = snapshots;
        this.book = book;
    }

    @Override
    public int getFlowRuleCount() {
        OverlaySnapshot snapshot = snapshots.get();
        return snapshot.view().books().stream().mapToInt(FlowRuleTable::count).sum();
    }

    @Override
    public int getFlowRuleCount(DeviceId id) {
        ControllerView.Book told = told(snapshots.get(), id);
        return told == null ? 0 : count(told);
    }

    @Override
    public int getFlowRuleCount(DeviceId id, FlowEntryState state) {
        ControllerView.Book told = told(snapshots.get(), id);
        return told == null || state(told) != state ? 0 : count(told);
    }

    @Override
    @SuppressWarnings("deprecation") // some applications still ask so, and the default says 0
    public long getActiveFlowRuleCount(DeviceId id) {
        return getFlowRuleCount(id, FlowEntryState.ADDED);
    }

    /** An entry of the planner, or an application's rule with what became of it; null for none. */
    @Override
    public @Nullable FlowEntry getFlowEntry(FlowRule rule) {
        OverlaySnapshot snapshot = snapshots.get();
        OnosPolicy.Pin pin = book.pin(rule);
        if (pin != null) {
            return applied(snapshot, rule, pin);
        }
        return entries(snapshot, rule.deviceId()).stream()
                .filter(rule::equals)
                .findFirst()
                .orElse(null);
    }

    /** What the forwarder was told last: the planner's choice, pins and all. */
    @Override
    public Iterable<FlowEntry> getFlowEntries(DeviceId id) {
        return entries(snapshots.get(), id);
    }

    /**
     * Takes rules as pins, all or none.
     *
     * @throws IllegalArgumentException when one cannot be said in Rhumb's words, with the reason
     */
    @Override
    public void applyFlowRules(FlowRule... rules) {
        OverlaySnapshot snapshot = snapshots.get();
        Map<FlowRule, OnosPolicy.Pin> pins = new LinkedHashMap<>();
        for (FlowRule rule : rules) {
            switch (PinReader.read(snapshot, rule)) {
                case OnosPolicy.Refused refused ->
                        throw new IllegalArgumentException(refused.reason());
                case OnosPolicy.Accepted accepted ->
                        pins.put(rule, (OnosPolicy.Pin) accepted.policy());
            }
        }
        book.change(List.of(), pins);
    }

    @Override
    public void removeFlowRules(FlowRule... rules) {
        book.change(Arrays.asList(rules), Map.of());
    }

    /** All stages or none; the callback hears which rules were refused, the log why. */
    @Override
    public void apply(FlowRuleOperations operations) {
        OverlaySnapshot snapshot = snapshots.get();
        List<FlowRule> remove = new ArrayList<>();
        Map<FlowRule, OnosPolicy.Pin> add = new LinkedHashMap<>();
        FlowRuleOperations.Builder refused = FlowRuleOperations.builder();
        boolean refusedAny = false;
        for (Set<FlowRuleOperation> stage : operations.stages()) {
            for (FlowRuleOperation operation : stage) {
                FlowRule rule = operation.rule();
                remove.add(rule);
                add.remove(rule);
                if (operation.type() != FlowRuleOperation.Type.REMOVE) {
                    switch (PinReader.read(snapshot, rule)) {
                        case OnosPolicy.Accepted accepted ->
                                add.put(rule, (OnosPolicy.Pin) accepted.policy());
                        case OnosPolicy.Refused why -> {
                            log.warn("onos-rule-refused reason=\"{}\"", why.reason());
                            refused.operation(operation);
                            refusedAny = true;
                        }
                    }
                }
            }
        }
        if (refusedAny) {
            operations.callback().onError(refused.build());
            return;
        }
        book.change(remove, add);
        operations.callback().onSuccess(operations);
    }

    @Override
    public void purgeFlowRules(DeviceId id) {
        remove(rule -> rule.deviceId().equals(id));
    }

    @Override
    public void purgeFlowRules(DeviceId id, ApplicationId application) {
        remove(rule -> rule.deviceId().equals(id) && rule.appId() == application.id());
    }

    @Override
    public void removeFlowRulesById(ApplicationId application) {
        remove(rule -> rule.appId() == application.id());
    }

    @Override
    public Iterable<FlowEntry> getFlowEntriesById(ApplicationId application) {
        OverlaySnapshot snapshot = snapshots.get();
        List<FlowEntry> found = new ArrayList<>();
        if (application.id() == OverlayIds.APPLICATION.id()) {
            snapshot.devices().forEach(d -> found.addAll(entries(snapshot, d.id())));
        }
        for (FlowRule rule : book.rules()) {
            OnosPolicy.Pin pin = book.pin(rule);
            if (pin != null && rule.appId() == application.id()) {
                found.add(applied(snapshot, rule, pin));
            }
        }
        return found;
    }

    @Override
    public Iterable<FlowRule> getFlowRulesByGroupId(ApplicationId application, short group) {
        return book.rules().stream()
                .filter(r -> r.appId() == application.id() && r.groupId().id() == group)
                .toList();
    }

    /** None: a forwarder's table is its FIB, which counts by reason, not by table. */
    @Override
    public Iterable<TableStatisticsEntry> getFlowTableStatistics(DeviceId id) {
        return List.of();
    }

    static List<FlowEntry> entries(OverlaySnapshot snapshot, DeviceId id) {
        ControllerView.Book told = told(snapshot, id);
        List<FlowEntry> entries = new ArrayList<>();
        if (told != null) {
            for (Rule rule : told.rules().rules()) {
                if (rule instanceof RouteRule route) {
                    for (FlowRule words : RuleWords.rules(snapshot, snapshot.pop(id), route)) {
                        entries.add(new DefaultFlowEntry(words, state(told)));
                    }
                }
            }
        }
        return entries;
    }

    private void remove(Predicate<FlowRule> which) {
        book.change(book.rules().stream().filter(which).toList(), Map.of());
    }

    /** FAILED when the overlay no longer is what the rule was accepted for. */
    private static FlowEntry applied(OverlaySnapshot snapshot, FlowRule rule, OnosPolicy.Pin pin) {
        FlowEntryState state =
                switch (PinReader.read(snapshot, rule)) {
                    case OnosPolicy.Refused refused -> FlowEntryState.FAILED;
                    case OnosPolicy.Accepted accepted ->
                            runs(snapshot, rule.deviceId(), pin)
                                    ? FlowEntryState.ADDED
                                    : FlowEntryState.PENDING_ADD;
                };
        return new DefaultFlowEntry(rule, state);
    }

    private static boolean runs(OverlaySnapshot snapshot, DeviceId id, OnosPolicy.Pin pin) {
        ControllerView.Book told = told(snapshot, id);
        if (told == null || state(told) != FlowEntryState.ADDED) {
            return false;
        }
        Topology topology = snapshot.topology();
        int other = topology.pops().get(topology.popIndex(pin.to())).number();
        RuleKey key = RouteRule.key(other, pin.trafficClass(), RouteRule.Direction.TO);
        return told.rules().rule(key) instanceof RouteRule route
                && route.paths().getFirst().labels().equals(RuleWords.labels(topology, pin));
    }

    private static ControllerView.@Nullable Book told(OverlaySnapshot snapshot, DeviceId id) {
        int pop = snapshot.pop(id);
        return pop < 0
                ? null
                : snapshot.view().books().stream()
                        .filter(b -> b.pop().equals(snapshot.topology().pop(pop)))
                        .findFirst()
                        .orElse(null);
    }

    /** An away forwarder keeps what it acknowledged. */
    private static FlowEntryState state(ControllerView.Book told) {
        return told.acked().equals(told.sent()) ? FlowEntryState.ADDED : FlowEntryState.PENDING_ADD;
    }

    private static int count(ControllerView.Book told) {
        int count = 0;
        for (Rule rule : told.rules().rules()) {
            count += rule instanceof RouteRule route ? route.paths().size() : 0;
        }
        return count;
    }
}
