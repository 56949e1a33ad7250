package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rhumb.controller.intent.Topology;
import rhumb.net.LinkId;
import rhumb.net.UplinkId;
import rhumb.path.Sharing;

/** Ordered links from ingress to egress PoP, by their numbers in the topology. Immutable. */
public final class OverlayPath {
    private final int[] links;

    public OverlayPath(int... links) {
        if (links.length == 0) {
            throw new IllegalArgumentException("a path has at least one link");
        }
        this.links = links.clone();
    }

    public int length() {
        return links.length;
    }

    public int link(int position) {
        return links[position];
    }

    public List<LinkId> ids(Topology topology) {
        return IntStream.of(links).mapToObj(l -> topology.link(l).id()).toList();
    }

    /** The PoPs from end to end, such as {@code sin > tyo > fra}. */
    public String text(Topology topology) {
        return topology.link(links[0]).id().from()
                + " > "
                + IntStream.of(links)
                        .mapToObj(l -> topology.link(l).id().to().toString())
                        .collect(Collectors.joining(" > "));
    }

    /** What it has in common with another path, for people. */
    List<String> shares(Topology topology, OverlayPath other) {
        Sharing sharing = Sharing.between(topology.graph(), links, List.of(other.links));
        List<String> texts = new ArrayList<>();
        sharing.links().forEach(l -> texts.add("link " + topology.link(l).id()));
        for (int uplink : sharing.uplinks()) {
            UplinkId id = topology.uplink(uplink);
            texts.add("uplink " + id.pop() + "/" + id.name());
        }
        sharing.transits().forEach(p -> texts.add("PoP " + topology.pop(p)));
        sharing.providers().forEach(p -> texts.add("provider " + topology.provider(p)));
        sharing.risks().forEach(r -> texts.add("risk group " + topology.risk(r)));
        return texts;
    }

    /** The numbers, for {@code rhumb.path}. Not to be changed. */
    int[] array() {
        return links;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OverlayPath path && Arrays.equals(links, path.links);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(links);
    }

    @Override
    public String toString() {
        return Arrays.toString(links);
    }
}
