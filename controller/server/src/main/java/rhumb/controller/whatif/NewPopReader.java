package rhumb.controller.whatif;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.text.Figures;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.UplinkId;
import rhumb.southbound.link.LinkStatus;

/**
 * Reads what a PoP that is not there yet would be like:
 *
 * <pre>
 * add pop NAME near POP [apart 1ms]        its links are as those of POP, and POP is that far
 * add pop NAME delays fra=8.6ms lon=10ms   one-way delays as given, no links to other PoPs
 * add pop NAME at 59.91,10.75 [detour 1.5] from coordinates of the intent: great circle times detour
 * </pre>
 *
 * Its links are clean unless they are as links that are not. Each answer says what it assumes.
 */
final class NewPopReader {
    private static final long APART_NS = 1_000_000L;

    /** Light in fibre: 200 km a millisecond. */
    private static final double NS_PER_KM = 5_000;

    private static final double EARTH_KM = 6_371;

    /** Of fibre over the great circle where no link of this overlay tells a better one. */
    private static final double DETOUR = 1.5;

    private static final double MAX_DETOUR = 10;

    private final Hypothesis world;
    private final PopId name;
    private final List<Change.Figure> figures = new ArrayList<>();
    private final List<String> assumed = new ArrayList<>();

    private NewPopReader(Hypothesis world, PopId name) {
        this.world = world;
        this.name = name;
    }

    static Change read(Deque<String> words, Hypothesis world) {
        if (!"pop".equals(ChangeReader.next(words, "pop"))) {
            throw Unanswerable.malformed("only a pop can be added: add pop NAME near POP");
        }
        String word = ChangeReader.next(words, "the new PoP's name");
        PopId name;
        try {
            name = new PopId(word);
        } catch (IllegalArgumentException e) {
            throw Unanswerable.malformed(String.valueOf(e.getMessage()));
        }
        if (world.topology().popIndex(name) >= 0) {
            throw Unanswerable.malformed(
                    "there is a PoP " + name + " already: choose another name");
        }
        NewPopReader reader = new NewPopReader(world, name);
        String how = ChangeReader.next(words, "near POP, delays POP=8ms ... or at LAT,LON");
        return switch (how) {
            case "near" -> reader.near(words);
            case "delays" -> reader.delays(words);
            case "at" -> reader.at(words);
            default ->
                    throw Unanswerable.malformed(
                            "\"" + how + "\": expected near POP, delays POP=8ms ... or at LAT,LON");
        };
    }

    private Change near(Deque<String> words) {
        Topology topology = world.topology();
        int near = Places.pop(topology, ChangeReader.next(words, "the PoP that is near"));
        long apartNs = APART_NS;
        boolean given = "apart".equals(words.peek());
        if (given) {
            words.remove();
            apartNs = Quantities.durationNs(ChangeReader.next(words, "a delay such as 2ms"));
        }
        for (int other = 0; other < topology.pops().size(); other++) {
            if (other == near) {
                both(other, apartNs);
            } else {
                copy(other, best(near, other), best(other, near));
            }
        }
        PopId twin = topology.pop(near);
        assumed.add(
                "to "
                        + twin
                        + " "
                        + Figures.ms(apartNs)
                        + (given ? "" : " (assumed; say apart 2ms for another)")
                        + ", to all others as "
                        + twin
                        + " is now, its troubles too");
        return change("near " + twin, topology.pops().get(near).uplinks().getFirst().price());
    }

    private Change delays(Deque<String> words) {
        while (!words.isEmpty()) {
            String[] parts = words.remove().split("=", 2);
            if (parts.length != 2) {
                throw Unanswerable.malformed(
                        "\"" + parts[0] + "\": expected POP=DELAY, such as fra=8.6ms");
            }
            long ns = Quantities.durationNs(parts[1]);
            both(Places.pop(world.topology(), parts[0]), ns);
        }
        if (figures.isEmpty()) {
            throw Unanswerable.malformed("no delay is given: expected some, such as fra=8.6ms");
        }
        assumed.add("no loss, no jitter, no trouble, the same delay both ways");
        return change("with given delays", price());
    }

    private Change at(Deque<String> words) {
        double[] place = place(words);
        double detour = measuredDetour();
        String source = " (as the links of this overlay have on the median)";
        if (detour <= 0) {
            detour = DETOUR;
            source = " (assumed; say detour 1.6 for another)";
        }
        if ("detour".equals(words.peek())) {
            words.remove();
            detour = number(ChangeReader.next(words, "a factor such as 1.6"), 1, MAX_DETOUR);
            source = "";
        }
        List<String> nowhere = new ArrayList<>();
        for (int other = 0; other < world.topology().pops().size(); other++) {
            double[] there = place(world.topology().pops().get(other));
            if (there == null) {
                nowhere.add(world.topology().pop(other).name());
            } else {
                long ns = Math.round(km(place, there) * NS_PER_KM * detour);
                both(other, Math.max(ns, APART_NS / 10));
            }
        }
        if (figures.isEmpty()) {
            throw Unanswerable.malformed(
                    "no PoP of the intent has a latitude and a longitude, so no delay can be told:"
                            + " ask near POP, or give delays fra=8.6ms ...");
        }
        assumed.add(
                String.format(
                        Locale.ROOT,
                        "delays by the great circle at 200 km/ms, times %.2f%s; no loss, no jitter, no trouble",
                        detour,
                        source));
        if (!nowhere.isEmpty()) {
            assumed.add("no links to " + String.join(", ", nowhere) + ": no coordinates");
        }
        return change(String.format(Locale.ROOT, "at %.2f,%.2f", place[0], place[1]), price());
    }

    private Change change(String how, int price) {
        assumed.add("one uplink at " + price + " c/GB, no limit of its rate");
        List<String> told = assumed.stream().map(a -> name + ": " + a).toList();
        return new Change.NewPop("add pop " + name + " " + how, name, figures, price, told);
    }

    /** Links to and from each uplink of another PoP. */
    private void both(int other, long delayNs) {
        PopIntent pop = world.topology().pops().get(other);
        UplinkId own = UplinkId.main(name);
        pop.uplinks()
                .forEach(u -> {
                    UplinkId far = new UplinkId(pop.name(), u.name());
                    figures.add(new Change.Figure(new LinkId(own, far), null, delayNs));
                    figures.add(new Change.Figure(new LinkId(far, own), null, delayNs));
                });
    }

    private void copy(int other, @Nullable LinkState out, @Nullable LinkState back) {
        PopIntent pop = world.topology().pops().get(other);
        UplinkId own = UplinkId.main(name);
        pop.uplinks()
                .forEach(u -> {
                    UplinkId far = new UplinkId(pop.name(), u.name());
                    figure(new LinkId(own, far), out);
                    figure(new LinkId(far, own), back);
                });
    }

    private void figure(LinkId link, @Nullable LinkState like) {
        if (like != null) {
            figures.add(new Change.Figure(link, like, like.delayNs()));
        }
    }

    /** The quickest link that carries something, from one PoP to another; null when none does. */
    private @Nullable LinkState best(int from, int to) {
        return world.topology().outgoing(from).stream()
                .filter(link -> link.to() == to)
                .map(link -> world.state(link.id()))
                .filter(s -> s.status() == LinkStatus.UP || s.status() == LinkStatus.DEGRADED)
                .filter(s -> s.delayNs() >= 0)
                .min(Comparator.comparingLong(LinkState::delayNs))
                .orElse(null);
    }

    /** The usual price of an uplink. */
    private int price() {
        Map<Integer, Integer> counts = new TreeMap<>();
        world.topology()
                .pops()
                .forEach(p -> p.uplinks().forEach(u -> counts.merge(u.price(), 1, Integer::sum)));
        return counts.entrySet().stream()
                .max(
                        Map.Entry.<Integer, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    /** Median of measured delay over that of light on the great circle; 0 when none can be told. */
    private double measuredDetour() {
        Topology topology = world.topology();
        double[] factors =
                topology.links().stream()
                        .mapToDouble(link -> {
                            double[] a = place(topology.pops().get(link.from()));
                            double[] b = place(topology.pops().get(link.to()));
                            LinkState s = world.state(link.id());
                            return a == null || b == null || s.delayNs() < 0 || km(a, b) < 100
                                    ? 0
                                    : s.delayNs() / (km(a, b) * NS_PER_KM);
                        })
                        .filter(factor -> factor >= 1 && factor <= MAX_DETOUR)
                        .sorted()
                        .toArray();
        return factors.length == 0 ? 0 : factors[factors.length / 2];
    }

    private static double @Nullable [] place(PopIntent pop) {
        Double latitude = pop.latitude();
        Double longitude = pop.longitude();
        return latitude == null || longitude == null ? null : new double[] {latitude, longitude};
    }

    /** {@code LAT,LON} or {@code LAT LON}. */
    private static double[] place(Deque<String> words) {
        String[] parts = ChangeReader.next(words, "coordinates such as 59.91,10.75").split(",", -1);
        if (parts.length == 1) {
            parts =
                    new String[] {
                        parts[0], ChangeReader.next(words, "the longitude, such as 10.75")
                    };
        }
        if (parts.length != 2) {
            throw Unanswerable.malformed(
                    Arrays.toString(parts) + ": expected LAT,LON such as 59.91,10.75");
        }
        return new double[] {number(parts[0], -90, 90), number(parts[1], -180, 180)};
    }

    private static double number(String word, double least, double most) {
        try {
            double number = Double.parseDouble(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Unanswerable.malformed(
                "\"" + word + "\": expected a number from " + least + " to " + most);
    }

    /** Haversine. StrictMath: the same bits on every machine. */
    private static double km(double[] a, double[] b) {
        double latitude = StrictMath.sin(StrictMath.toRadians(b[0] - a[0]) / 2);
        double longitude = StrictMath.sin(StrictMath.toRadians(b[1] - a[1]) / 2);
        double h =
                latitude * latitude
                        + StrictMath.cos(StrictMath.toRadians(a[0]))
                                * StrictMath.cos(StrictMath.toRadians(b[0]))
                                * longitude
                                * longitude;
        return 2 * EARTH_KM * StrictMath.asin(Math.min(1, StrictMath.sqrt(h)));
    }
}
