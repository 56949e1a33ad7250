package rhumb.sim.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.sim.impair.LinkSettings;

/**
 * A run: topology, traffic, faults and expectations. Immutable. Times count from the moment at
 * which the overlay stands.
 *
 * @param name short name, that of the file
 * @param title one line for people
 * @param durationNs length of the run
 * @param seed of all randomness
 * @param pops in the order of the file, at least 2
 * @param controller PoP at which the controller sits
 * @param links all directed links with their first settings, in a fixed order
 * @param streams in the order of the file
 * @param shares caps and reservations of classes and tenants
 * @param timeline in time order, numbered from 1
 * @param expectations in the order of the file
 */
public record Scenario(
        String name,
        String title,
        long durationNs,
        long seed,
        List<PopSpec> pops,
        PopId controller,
        Map<LinkId, LinkSettings> links,
        List<StreamSpec> streams,
        List<ShareSpec> shares,
        List<TimelineEvent> timeline,
        List<Expectation> expectations) {
    public Scenario {
        pops = List.copyOf(pops);
        links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
        streams = List.copyOf(streams);
        shares = List.copyOf(shares);
        timeline = List.copyOf(timeline);
        expectations = List.copyOf(expectations);
    }

    /** What the topology says of a link that the scenario has. */
    public LinkSettings settings(LinkId link) {
        LinkSettings found = links.get(link);
        if (found == null) {
            throw new IllegalArgumentException("scenario " + name + " has no link " + link);
        }
        return found;
    }

    /** The same run with another seed. */
    public Scenario withSeed(long newSeed) {
        return new Scenario(
                name,
                title,
                durationNs,
                newSeed,
                pops,
                controller,
                links,
                streams,
                shares,
                timeline,
                expectations);
    }

    /** The same run with other streams. */
    public Scenario withStreams(List<StreamSpec> newStreams) {
        return new Scenario(
                name,
                title,
                durationNs,
                seed,
                pops,
                controller,
                links,
                newStreams,
                shares,
                timeline,
                expectations);
    }
}
