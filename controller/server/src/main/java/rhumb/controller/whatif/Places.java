package rhumb.controller.whatif;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.UplinkId;

/** PoPs, uplinks and links by the names that operators write. */
final class Places {
    private Places() {}

    static int pop(Topology topology, String word) {
        int index = -1;
        try {
            index = topology.popIndex(new PopId(word));
        } catch (IllegalArgumentException notEvenAName) {
            // falls through: there is no such PoP
        }
        if (index < 0) {
            List<String> known = topology.pops().stream().map(p -> p.name().name()).toList();
            throw new Unanswerable(true, Names.missing("PoP", word, known));
        }
        return index;
    }

    /** {@code sin}, {@code sin/isp1} or {@code sin.isp1}. */
    static UplinkId uplink(Topology topology, String word) {
        String[] parts = word.split("[/.]", 2);
        PopIntent pop = topology.pops().get(pop(topology, parts[0]));
        String name = parts.length == 1 ? UplinkId.MAIN : parts[1];
        for (UplinkIntent uplink : pop.uplinks()) {
            if (uplink.name().equals(name)) {
                return new UplinkId(pop.name(), name);
            }
        }
        List<String> known = pop.uplinks().stream().map(u -> pop.name() + "/" + u.name()).toList();
        throw new Unanswerable(true, Names.missing("uplink", pop.name() + "/" + name, known));
    }

    static UplinkIntent intent(Topology topology, UplinkId uplink) {
        return topology.pops().get(topology.popIndex(uplink.pop())).uplinks().stream()
                .filter(u -> u.name().equals(uplink.name()))
                .findFirst()
                .orElseThrow();
    }

    /** {@code A->B} in one word, or {@code A} and the next word. Not that there is such a link. */
    static LinkId link(Topology topology, String first, Deque<String> rest) {
        int arrow = first.indexOf("->");
        if (arrow < 0 && first.endsWith("-")) {
            throw Unanswerable.malformed(
                    "link \""
                            + first
                            + "\": the shell took the rest for a file to write to; write link A B,"
                            + " or quote 'A->B'");
        }
        String from = arrow < 0 ? first : first.substring(0, arrow);
        String to =
                arrow < 0
                        ? ChangeReader.next(rest, "the PoP where link " + first + " ... ends")
                        : first.substring(arrow + 2);
        UplinkId near = end(topology, from);
        UplinkId far = end(topology, to);
        if (near.pop().equals(far.pop())) {
            throw Unanswerable.malformed(
                    "a link leads to another PoP, not from " + from + " to " + to);
        }
        return new LinkId(near, far);
    }

    /** A PoP alone stands for its main uplink, or for the only one it has. */
    private static UplinkId end(Topology topology, String word) {
        if (word.indexOf('/') >= 0 || word.indexOf('.') >= 0) {
            return uplink(topology, word);
        }
        PopIntent pop = topology.pops().get(pop(topology, word));
        return new UplinkId(
                pop.name(),
                pop.uplinks().size() == 1 ? pop.uplinks().getFirst().name() : UplinkId.MAIN);
    }

    static Unanswerable noLink(Topology topology, LinkId link) {
        List<String> others = new ArrayList<>();
        for (Topology.Link l : topology.outgoing(topology.popIndex(link.source()))) {
            if (l.id().target().equals(link.target())) {
                others.add(l.id().from() + " " + l.id().to());
            }
        }
        return new Unanswerable(
                true,
                "there is no link "
                        + link
                        + (others.isEmpty()
                                ? ": media between these PoPs take others"
                                : "; from "
                                        + link.source()
                                        + " to "
                                        + link.target()
                                        + " there are "
                                        + String.join(", ", others)));
    }
}
