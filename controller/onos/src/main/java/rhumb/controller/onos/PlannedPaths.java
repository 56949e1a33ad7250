package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.Weight;
import org.onosproject.net.DefaultPath;
import org.onosproject.net.Path;
import org.onosproject.net.topology.LinkWeigher;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.OverlayPath;
import rhumb.net.TrafficClass;

/** Paths between two PoPs: what to take, what to fall back to, and a third way, in this order. */
final class PlannedPaths {
    private static final List<String> ROLES = List.of("primary", "backup", "third");

    private PlannedPaths() {}

    /**
     * The planner's paths of a class when the weigher names one (none: the class default), else
     * those that the weigher makes best.
     */
    static List<Path> of(
            OverlaySnapshot snapshot, int from, int to, @Nullable LinkWeigher weigher) {
        if (from < 0 || to < 0 || from == to) {
            return List.of();
        }
        if (weigher == null) {
            return of(snapshot, from, to, TrafficClass.DEFAULT);
        }
        return weigher instanceof ClassWeigher named
                ? of(snapshot, from, to, named.trafficClass())
                : snapshot.weighed(weigher).paths(from, to);
    }

    static String role(int position) {
        return ROLES.get(position);
    }

    private static List<Path> of(OverlaySnapshot snapshot, int from, int to, TrafficClass c) {
        Decision decision = snapshot.view().plan().decision(from, to, c);
        if (decision == null) {
            return List.of();
        }
        List<Path> paths = new ArrayList<>();
        for (OverlayPath path : decision.paths()) {
            int[] links = IntStream.range(0, path.length()).map(path::link).toArray();
            Weight weight = ScalarWeight.toWeight(0);
            for (int link : links) {
                weight = weight.merge(snapshot.weight(link, c));
            }
            paths.add(
                    new DefaultPath(
                            OverlayIds.PROVIDER,
                            snapshot.links(links),
                            weight,
                            OverlayAnnotations.of(c, role(paths.size()), decision)));
        }
        return paths;
    }
}
