package rhumb.bench.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.Endpoint;
import rhumb.net.PopId;

/**
 * PoPs at random places of a sphere, a link each way between any two. A link is longer than the
 * great circle by its own detour, different each way, so that relays pay for some pairs.
 */
final class ReplayWorld {
    private static final double EARTH_KM = 6_371;
    private static final double FIBRE_KM_PER_MS = 200;

    final Intent intent;
    final Topology topology;
    final int degradations;
    private final LinkWeather[] weather;
    private long number;

    ReplayWorld(int pops, long hours, int degradations, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] places = new double[pops][];
        List<PopIntent> intents = new ArrayList<>();
        for (int i = 0; i < pops; i++) {
            places[i] = place(random);
            intents.add(pop(i, 1, random));
        }
        this.intent = Intent.of(1, intents, List.of());
        this.topology = new Topology(intent);
        this.degradations = degradations;
        this.weather = new LinkWeather[topology.links().size()];
        for (Topology.Link link : topology.links()) {
            double[] from = places[link.from()];
            double[] to = places[link.to()];
            // Median 1.5 times the great circle, one in twenty beyond 3 times.
            double detour = 1.1 + 0.4 * StrictMath.exp(0.95 * random.nextGaussian());
            double km = EARTH_KM * StrictMath.acos(Math.clamp(dot(from, to), -1, 1));
            double baseNs = (km * detour / FIBRE_KM_PER_MS + 1) * 1e6;
            double phase = StrictMath.atan2(from[1], from[0]) / (2 * Math.PI);
            weather[link.index()] = new LinkWeather(link.id(), baseNs, phase, random.split());
        }
        for (int i = 0; i < degradations; i++) {
            Degradation degradation = Degradation.random(random, topology, hours);
            degradation.links().stream().forEach(l -> weather[l].degradations.add(degradation));
        }
    }

    /** What a controller knows at this moment; called in the order of time. */
    Snapshot at(long nowNs, long stepNs) {
        List<LinkState> states = new ArrayList<>(weather.length);
        for (LinkWeather link : weather) {
            states.add(link.at(nowNs, stepNs));
        }
        return new Snapshot(++number, nowNs, states);
    }

    private static double[] place(RandomGenerator random) {
        double z = 2 * random.nextDouble() - 1;
        double angle = 2 * Math.PI * random.nextDouble();
        double r = StrictMath.sqrt(1 - z * z);
        return new double[] {r * StrictMath.cos(angle), r * StrictMath.sin(angle), z};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    /** A PoP with so many uplinks, of providers and prices by chance. */
    static PopIntent pop(int i, int count, RandomGenerator random) {
        int number = i + 1;
        String host = "10." + (number >> 8) + "." + (number & 255) + ".";
        List<UplinkIntent> uplinks = new ArrayList<>();
        for (int uplink = 1; uplink <= count; uplink++) {
            uplinks.add(
                    new UplinkIntent(
                            uplink == 1 ? "main" : "main" + uplink,
                            Endpoint.parse(host + uplink + ":4790"),
                            Endpoint.parse(host + uplink + ":862"),
                            Endpoint.parse(host + uplink + ":4791"),
                            "transit-" + random.nextInt(12),
                            1 + random.nextInt(8),
                            0,
                            List.of()));
        }
        String name = String.format(Locale.ROOT, "p%04d", number);
        return new PopIntent(new PopId(name), number, null, null, null, uplinks);
    }
}
