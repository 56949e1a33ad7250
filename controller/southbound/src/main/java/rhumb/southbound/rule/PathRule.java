package rhumb.southbound.rule;

import java.util.List;
import rhumb.net.Label;

/**
 * A path as its ingress writes it.
 *
 * @param labels one per link; the first is the ingress's own, each next one belongs to the PoP
 *     reached so far
 * @param delayNs expected one-way delay, for information; -1 = unknown
 */
public record PathRule(List<Label> labels, long delayNs) {
    public static final int MAX_LINKS = 5;

    public PathRule {
        labels = List.copyOf(labels);
        if (labels.isEmpty() || labels.size() > MAX_LINKS) {
            throw new IllegalArgumentException(
                    "path of " + labels.size() + " links: expected 1 to " + MAX_LINKS);
        }
    }

    /** Whether both lead over the same links, whatever their delays. */
    public boolean samePath(PathRule other) {
        return labels.equals(other.labels);
    }
}
