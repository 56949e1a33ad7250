package rhumb.controller.lsdb;

import java.util.List;

/**
 * All links at one moment.
 *
 * @param number grows with every change
 * @param atNs when it was taken
 * @param links by their number in the topology
 */
public record Snapshot(long number, long atNs, List<LinkState> links) {
    public static final Snapshot EMPTY = new Snapshot(0, 0, List.of());

    public Snapshot {
        links = List.copyOf(links);
    }

    public LinkState link(int index) {
        return links.get(index);
    }
}
