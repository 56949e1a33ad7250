package rhumb.controller.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rhumb.controller.intent.Topology;
import rhumb.net.LinkId;

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
