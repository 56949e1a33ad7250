package rhumb.controller.onos;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DefaultDisjointPath;
import org.onosproject.net.DefaultPath;
import org.onosproject.net.DisjointPath;
import org.onosproject.net.ElementId;
import org.onosproject.net.Link;
import org.onosproject.net.Path;
import org.onosproject.net.topology.LinkWeigher;
import org.onosproject.net.topology.PathService;

/** Paths between devices. There are no hosts: who asks for one gets no path. */
final class PathReads implements PathService {
    private final Supplier<OverlaySnapshot> snapshots;

    PathReads(Supplier<OverlaySnapshot> snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public Set<Path> getPaths(ElementId src, ElementId dst) {
        return paths(snapshots.get(), src, dst, null);
    }

    @Override
    public Set<Path> getPaths(ElementId src, ElementId dst, LinkWeigher weigher) {
        return paths(snapshots.get(), src, dst, weigher);
    }

    @Override
    public Stream<Path> getKShortestPaths(ElementId src, ElementId dst) {
        return cheapestFirst(getPaths(src, dst));
    }

    @Override
    public Stream<Path> getKShortestPaths(ElementId src, ElementId dst, LinkWeigher weigher) {
        return cheapestFirst(getPaths(src, dst, weigher));
    }

    @Override
    public Set<DisjointPath> getDisjointPaths(ElementId src, ElementId dst) {
        return disjoint(getPaths(src, dst));
    }

    @Override
    public Set<DisjointPath> getDisjointPaths(ElementId src, ElementId dst, LinkWeigher weigher) {
        return disjoint(getPaths(src, dst, weigher));
    }

    @Override
    public Set<DisjointPath> getDisjointPaths(
            ElementId src, ElementId dst, Map<Link, Object> riskProfile) {
        throw foreignRisks();
    }

    @Override
    public Set<DisjointPath> getDisjointPaths(
            ElementId src, ElementId dst, LinkWeigher weigher, Map<Link, Object> riskProfile) {
        throw foreignRisks();
    }

    /** In the order primary, backup, third. */
    static Set<Path> paths(
            OverlaySnapshot snapshot, ElementId src, ElementId dst, @Nullable LinkWeigher weigher) {
        return new LinkedHashSet<>(
                PlannedPaths.of(snapshot, snapshot.pop(src), snapshot.pop(dst), weigher));
    }

    static Stream<Path> cheapestFirst(Set<Path> paths) {
        return paths.stream().sorted(Comparator.comparing(Path::weight));
    }

    /** The first path, with the second to fall back to when there is one. */
    static Set<DisjointPath> disjoint(Set<Path> paths) {
        List<DefaultPath> all = paths.stream().map(p -> (DefaultPath) p).toList();
        if (all.isEmpty()) {
            return Set.of();
        }
        return Set.of(
                all.size() == 1
                        ? new DefaultDisjointPath(OverlayIds.PROVIDER, all.getFirst())
                        : new DefaultDisjointPath(OverlayIds.PROVIDER, all.getFirst(), all.get(1)));
    }

    static UnsupportedOperationException foreignRisks() {
        return new UnsupportedOperationException(
                "risk profiles are not read: shared-risk groups are those of the uplinks (srlgs)");
    }
}
