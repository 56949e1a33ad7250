package rhumb.controller.intent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.UplinkId;
import rhumb.path.Graph;
import rhumb.path.GraphBuilder;

/**
 * What follows from the intent alone: every PoP, uplink and link with a number from 0, in the order
 * of their names, the links' labels and addresses, and the graph that paths are computed on.
 *
 * <p>A label is made of the far PoP's number and the places of both uplinks in their lists, so it
 * never changes when PoPs or uplinks are added: {@code near place (3 bits), far place (3 bits), PoP
 * number (10 bits)}. Between main uplinks the label is simply the number of the far PoP.
 */
public final class Topology {
    static final int LABEL_POP_BITS = Label.POP_BITS;
    static final int LABEL_UPLINK_BITS = 3;

    /**
     * One directed link.
     *
     * @param index its number here and in the graph
     * @param from number of the sending PoP here
     * @param to number of the receiving PoP here
     * @param data where its datagrams go
     * @param price of both uplinks together, cents per gigabyte
     */
    public record Link(
            int index,
            LinkId id,
            int from,
            int to,
            Label label,
            Endpoint data,
            Endpoint probe,
            Endpoint stream,
            int price,
            int adminCostUs) {
        /** Whether the link begins or ends at a PoP. */
        public boolean touches(int pop) {
            return from == pop || to == pop;
        }
    }

    private record Attachment(int pop, int place, UplinkId id, UplinkIntent intent, int number) {}

    private final List<PopIntent> pops;
    private final Map<PopId, Integer> popIndex = new HashMap<>();
    private final Map<Integer, Integer> popByNumber = new HashMap<>();
    private final List<Link> links = new ArrayList<>();

    /**
     * Of each pair of PoPs the first link, then of each link the next of its pair, -1 = none, and
     * between which of their uplinks it is. In place of a map of links: each report asks for all of
     * its links, and a million names are compared at far places of memory.
     */
    private final int[] firstOfPair;

    private final int[] nextOfPair;
    private final int[] ends;

    private final List<Map<Label, Integer>> byLabel = new ArrayList<>();
    private final List<List<Link>> outgoing = new ArrayList<>();
    private final List<List<Link>> touching = new ArrayList<>();
    private final List<UplinkId> uplinks = new ArrayList<>();
    private final List<UplinkIntent> uplinkIntents = new ArrayList<>();
    private final Map<LinkId, Integer> prices;
    private final List<String> providers;
    private final List<String> risks;
    private final Graph graph;

    public Topology(Intent intent) {
        this(intent, Map.of());
    }

    /**
     * The same with other prices than the uplinks': nobody sells a link by itself, but one may ask
     * what would be if somebody did.
     *
     * @param prices of links, cents per gigabyte
     */
    public Topology(Intent intent, Map<LinkId, Integer> prices) {
        this.prices = Map.copyOf(prices);
        this.pops = intent.pops().stream().sorted(Comparator.comparing(PopIntent::name)).toList();
        for (int i = 0; i < pops.size(); i++) {
            popIndex.put(pops.get(i).name(), i);
            popByNumber.put(pops.get(i).number(), i);
            byLabel.add(new HashMap<>());
            outgoing.add(new ArrayList<>());
            touching.add(new ArrayList<>());
        }
        this.providers = names(pops, u -> List.of(u.provider()));
        this.risks = names(pops, UplinkIntent::srlgs);
        GraphBuilder builder = new GraphBuilder(pops.size());
        List<Attachment> attachments = attachments(builder);
        this.firstOfPair = new int[pops.size() * pops.size()];
        Arrays.fill(firstOfPair, -1);
        this.nextOfPair = new int[attachments.size() * attachments.size()];
        this.ends = new int[nextOfPair.length];
        addLinks(intent.links(), attachments, builder);
        this.graph = builder.build();
    }

    /** In the order of their names. */
    public List<PopIntent> pops() {
        return pops;
    }

    public PopId pop(int index) {
        return pops.get(index).name();
    }

    /** Number here of a PoP; -1 when it is not configured. */
    public int popIndex(PopId pop) {
        return popIndex.getOrDefault(pop, -1);
    }

    /** Number here of the PoP with this number in headers; -1 when there is none. */
    public int popByNumber(int number) {
        return popByNumber.getOrDefault(number, -1);
    }

    /** All links, in the order of their names. */
    public List<Link> links() {
        return links;
    }

    public Link link(int index) {
        return links.get(index);
    }

    /** Number of a link; -1 when it is not configured. */
    public int linkIndex(LinkId link) {
        int from = popIndex(link.source());
        int to = popIndex(link.target());
        if (from < 0 || to < 0) {
            return -1;
        }
        int near = place(from, link.from().name());
        int far = place(to, link.to().name());
        if (near < 0 || far < 0) {
            return -1;
        }
        int index = firstOfPair[from * pops.size() + to];
        while (index >= 0 && ends[index] != ends(near, far)) {
            index = nextOfPair[index];
        }
        return index;
    }

    /** Where an uplink is in its PoP's list; -1 when it is not. */
    private int place(int pop, String uplink) {
        List<UplinkIntent> all = pops.get(pop).uplinks();
        for (int place = 0; place < all.size(); place++) {
            if (all.get(place).name().equals(uplink)) {
                return place;
            }
        }
        return -1;
    }

    private static int ends(int near, int far) {
        return near << LABEL_UPLINK_BITS | far;
    }

    /** The link that a PoP knows by this label, or null. */
    public @Nullable Link byLabel(int pop, Label label) {
        Integer index = byLabel.get(pop).get(label);
        return index == null ? null : links.get(index);
    }

    public List<Link> outgoing(int pop) {
        return outgoing.get(pop);
    }

    /** The links that start or end at a PoP. */
    public List<Link> touching(int pop) {
        return touching.get(pop);
    }

    public Graph graph() {
        return graph;
    }

    /** The uplink with this number in the graph. */
    public UplinkId uplink(int number) {
        return uplinks.get(number);
    }

    /** What is configured of the uplink with this number. */
    public UplinkIntent uplinkIntent(int number) {
        return uplinkIntents.get(number);
    }

    /** Number of an uplink; -1 when it is not configured. */
    public int uplinkIndex(UplinkId uplink) {
        return uplinks.indexOf(uplink);
    }

    public String provider(int number) {
        return providers.get(number);
    }

    public String risk(int number) {
        return risks.get(number);
    }

    private List<Attachment> attachments(GraphBuilder builder) {
        List<Attachment> all = new ArrayList<>();
        for (int pop = 0; pop < pops.size(); pop++) {
            List<UplinkIntent> own = pops.get(pop).uplinks();
            for (int place = 0; place < own.size(); place++) {
                UplinkIntent uplink = own.get(place);
                int provider =
                        uplink.provider().isEmpty()
                                ? Graph.NO_PROVIDER
                                : providers.indexOf(uplink.provider());
                int[] groups = uplink.srlgs().stream().mapToInt(risks::indexOf).toArray();
                int number = builder.uplink(pop, provider, groups);
                UplinkId id = new UplinkId(pops.get(pop).name(), uplink.name());
                uplinks.add(id);
                uplinkIntents.add(uplink);
                all.add(new Attachment(pop, place, id, uplink, number));
            }
        }
        return all;
    }

    private void addLinks(LinkIntent intent, List<Attachment> attachments, GraphBuilder builder) {
        Set<LinkId> excluded = new HashSet<>(intent.exclude());
        Map<LinkId, LinkIntent.LinkOverride> overrides = new HashMap<>();
        intent.overrides().forEach(o -> overrides.put(o.link(), o));
        List<Attachment> byName =
                attachments.stream().sorted(Comparator.comparing(Attachment::id)).toList();
        for (Attachment near : byName) {
            for (Attachment far : byName) {
                if (near.pop == far.pop) {
                    continue;
                }
                LinkId id = new LinkId(near.id, far.id);
                if (!excluded.contains(id)) {
                    builder.link(near.number, far.number);
                    add(link(id, near, far, overrides.get(id)), ends(near.place, far.place));
                }
            }
        }
    }

    private Link link(
            LinkId id,
            Attachment near,
            Attachment far,
            LinkIntent.@Nullable LinkOverride override) {
        int label =
                (near.place << LABEL_UPLINK_BITS | far.place) << LABEL_POP_BITS
                        | pops.get(far.pop).number();
        Endpoint data = override == null ? null : override.data();
        Endpoint probe = override == null ? null : override.probe();
        Endpoint stream = override == null ? null : override.stream();
        return new Link(
                links.size(),
                id,
                near.pop,
                far.pop,
                new Label(label),
                Objects.requireNonNullElse(data, far.intent.data()),
                Objects.requireNonNullElse(probe, far.intent.probe()),
                Objects.requireNonNullElse(stream, far.intent.stream()),
                prices.getOrDefault(id, near.intent.price() + far.intent.price()),
                override == null ? 0 : override.adminCostUs());
    }

    private void add(Link link, int between) {
        int pair = link.from() * pops.size() + link.to();
        nextOfPair[link.index()] = firstOfPair[pair];
        firstOfPair[pair] = link.index();
        ends[link.index()] = between;
        links.add(link);
        byLabel.get(link.from()).put(link.label(), link.index());
        outgoing.get(link.from()).add(link);
        touching.get(link.from()).add(link);
        touching.get(link.to()).add(link);
    }

    private static List<String> names(
            List<PopIntent> pops, java.util.function.Function<UplinkIntent, List<String>> of) {
        Set<String> names = new TreeSet<>();
        pops.forEach(p -> p.uplinks().forEach(u -> names.addAll(of.apply(u))));
        names.remove("");
        return List.copyOf(names);
    }
}
