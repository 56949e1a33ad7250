package rhumb.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.sim.impair.LinkSettings;

/** A scenario while its file is being read. */
final class Draft {
    static final long S = 1_000_000_000L;
    static final long MAX_DURATION_NS = 24 * 3_600 * S;

    final CityDelays cities;
    final Map<String, PopSpec> pops = new LinkedHashMap<>();
    final Map<LinkId, LinkSettings> links = new LinkedHashMap<>();
    final Map<String, StreamSpec> streams = new LinkedHashMap<>();
    final Map<String, ShareSpec> shares = new LinkedHashMap<>();
    final List<Occurrence> occurrences = new ArrayList<>();
    final List<Expectation> expectations = new ArrayList<>();

    String title;
    long durationNs = 30 * S;
    long seed = 1;
    @Nullable PopId controller;

    /**
     * An event before it has its number.
     *
     * @param undoes the occurrence that it takes back; null when it is a change of its own
     */
    record Occurrence(
            long atNs, Change change, String text, boolean heals, @Nullable Occurrence undoes) {}

    Draft(String name, CityDelays cities) {
        this.title = name;
        this.cities = cities;
    }

    @Nullable PopId pop(String name) {
        PopSpec spec = pops.get(name);
        return spec == null ? null : spec.id();
    }

    List<String> tenantNames() {
        return shares.values().stream()
                .map(ShareSpec::tenant)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    Set<String> popNames() {
        return pops.keySet();
    }

    LinkSettings topology(LinkId link) {
        return links.getOrDefault(link, LinkSettings.PERFECT);
    }

    /** Names that expectations may use. */
    Set<String> streamNames() {
        Set<String> names = new LinkedHashSet<>();
        for (StreamSpec stream : streams.values()) {
            names.add(stream.name());
            if (stream.duplex()) {
                names.add(stream.backName());
            }
        }
        return names;
    }
}
