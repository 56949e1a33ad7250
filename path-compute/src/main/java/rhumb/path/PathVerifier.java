package rhumb.path;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what the solver claims, with none of its code: only {@link Graph}'s plain facts. Used by
 * tests on every answer and by a controller on samples. An empty list means that all holds.
 */
public final class PathVerifier {
    private final Graph graph;
    private final int maxLinks;

    public PathVerifier(Graph graph, int maxLinks) {
        this.graph = graph;
        this.maxLinks = maxLinks;
    }

    /**
     * Whether a path leads from one node to another without a loop, within the hop bound, at the
     * claimed cost.
     */
    public List<String> check(int from, int to, int[] path, int[] linkCosts, long claimedCost) {
        List<String> faults = new ArrayList<>();
        if (path.length == 0 || path.length > maxLinks) {
            faults.add(path.length + " links, at most " + maxLinks + " allowed");
        }
        Set<Integer> seen = new HashSet<>();
        seen.add(from);
        int at = from;
        long sum = 0;
        for (int link : path) {
            if (graph.from(link) != at) {
                faults.add(
                        "link " + link + " starts at " + graph.from(link) + ", path is at " + at);
            }
            at = graph.to(link);
            if (!seen.add(at)) {
                faults.add("node " + at + " is visited twice");
            }
            sum += linkCosts[link];
        }
        if (at != to) {
            faults.add("ends at " + at + " instead of " + to);
        }
        if (sum != claimedCost) {
            faults.add("costs " + sum + ", claimed " + claimedCost);
        }
        return faults;
    }

    /** Whether a fallback shares with the given paths exactly what is claimed. */
    public List<String> checkSharing(int[] path, List<int[]> others, Sharing claim) {
        List<String> faults = new ArrayList<>();
        for (int link = 0; link < graph.links(); link++) {
            expect(
                    faults,
                    "link " + link,
                    holds(path, link) && anyHolds(others, link),
                    claim.links().contains(link));
        }
        for (int uplink = 0; uplink < graph.uplinks(); uplink++) {
            int wanted = uplink;
            expect(
                    faults,
                    "uplink " + uplink,
                    touches(path, wanted) && others.stream().anyMatch(o -> touches(o, wanted)),
                    claim.uplinks().contains(uplink));
        }
        for (int node = 0; node < graph.nodes(); node++) {
            int wanted = node;
            expect(
                    faults,
                    "transit " + node,
                    passes(path, wanted) && others.stream().anyMatch(o -> passes(o, wanted)),
                    claim.transits().contains(node));
        }
        for (int provider = 0; provider < graph.providers(); provider++) {
            int wanted = provider;
            expect(
                    faults,
                    "provider " + provider,
                    carriedBy(path, wanted) && others.stream().anyMatch(o -> carriedBy(o, wanted)),
                    claim.providers().contains(provider));
        }
        for (int risk = 0; risk < riskBound(); risk++) {
            int wanted = risk;
            expect(
                    faults,
                    "risk group " + risk,
                    atRisk(path, wanted) && others.stream().anyMatch(o -> atRisk(o, wanted)),
                    claim.risks().contains(risk));
        }
        return faults;
    }

    private static void expect(List<String> faults, String what, boolean shared, boolean claimed) {
        if (shared != claimed) {
            faults.add(what + (shared ? " is shared, not claimed" : " is not shared, but claimed"));
        }
    }

    private static boolean holds(int[] path, int link) {
        for (int l : path) {
            if (l == link) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyHolds(List<int[]> paths, int link) {
        return paths.stream().anyMatch(path -> holds(path, link));
    }

    private boolean touches(int[] path, int uplink) {
        for (int l : path) {
            if (graph.fromUplink(l) == uplink || graph.toUplink(l) == uplink) {
                return true;
            }
        }
        return false;
    }

    private boolean passes(int[] path, int node) {
        for (int i = 1; i < path.length; i++) {
            if (graph.from(path[i]) == node) {
                return true;
            }
        }
        return false;
    }

    private boolean carriedBy(int[] path, int provider) {
        for (int l : path) {
            if (graph.provider(graph.fromUplink(l)) == provider
                    || graph.provider(graph.toUplink(l)) == provider) {
                return true;
            }
        }
        return false;
    }

    private boolean atRisk(int[] path, int risk) {
        for (int l : path) {
            if (graph.inRisk(l, risk)) {
                return true;
            }
        }
        return false;
    }

    private int riskBound() {
        int bound = 0;
        for (int link = 0; link < graph.links(); link++) {
            bound = Math.max(bound, graph.riskBound(link));
        }
        return bound;
    }
}
