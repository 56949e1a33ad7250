package rhumb.bench.paths;

import java.util.random.RandomGenerator;

/**
 * A made-up WAN, full mesh, of any size: PoPs around some sixty cities of the world's inhabited
 * latitudes, big cities with more of them. A link takes as long as fibre along the great circle
 * does, times a detour.
 *
 * <p>Detours are what makes relays worth anything. There is one per ordered pair of cities, because
 * the PoPs of a city share the way out of it, log-normal around 1.5; and one per link, because
 * providers differ: near 1 for most, and up to 2.5 for one link in eight, which goes round by way
 * of some far exchange. So relays improve many pairs by a little and a few by much, as in measured
 * matrices. Same generator, same WAN.
 */
public final class SyntheticWan {
    private static final int CITIES = 60;
    private static final double KM_PER_MS = 200;
    private static final double EARTH_KM = 6_371;
    private static final int BAD_ROUTE_1_IN = 8;

    private final RandomGenerator random;
    private final double[] cityLatitude = new double[CITIES];
    private final double[] cityLongitude = new double[CITIES];
    private final double[] cityDetour = new double[CITIES * CITIES];

    private SyntheticWan(RandomGenerator random) {
        this.random = random;
        for (int city = 0; city < CITIES; city++) {
            cityLatitude[city] = Math.toRadians(random.nextDouble(-38, 60));
            cityLongitude[city] = Math.toRadians(random.nextDouble(-180, 180));
        }
        for (int pair = 0; pair < cityDetour.length; pair++) {
            cityDetour[pair] = 1.1 + 0.4 * Math.exp(0.6 * random.nextGaussian());
        }
    }

    /** One-way delays between so many PoPs. */
    public static Mesh mesh(int pops, RandomGenerator random) {
        return new SyntheticWan(random).mesh(pops);
    }

    private Mesh mesh(int pops) {
        int[] city = new int[pops];
        double[] latitude = new double[pops];
        double[] longitude = new double[pops];
        double[] accessMs = new double[pops];
        for (int pop = 0; pop < pops; pop++) {
            // The square makes low numbers the big cities.
            double place = random.nextDouble();
            city[pop] = (int) (place * place * CITIES);
            latitude[pop] = cityLatitude[city[pop]] + 0.02 * random.nextGaussian();
            longitude[pop] = cityLongitude[city[pop]] + 0.02 * random.nextGaussian();
            accessMs[pop] = random.nextDouble(0.1, 1);
        }
        double[] delays = new double[pops * pops];
        for (int from = 0; from < pops; from++) {
            for (int to = 0; to < pops; to++) {
                double km =
                        EARTH_KM
                                * angle(
                                        latitude[from],
                                        longitude[from],
                                        latitude[to],
                                        longitude[to]);
                double detour = cityDetour[city[from] * CITIES + city[to]] * linkDetour();
                delays[from * pops + to] =
                        from == to
                                ? Double.NaN
                                : km / KM_PER_MS * detour + accessMs[from] + accessMs[to];
            }
        }
        return Mesh.of(pops, delays);
    }

    private double linkDetour() {
        boolean bad = random.nextInt(BAD_ROUTE_1_IN) == 0;
        return bad ? random.nextDouble(1.2, 2.5) : random.nextDouble(1, 1.1);
    }

    private static double angle(double latA, double lonA, double latB, double lonB) {
        double north = Math.sin((latB - latA) / 2);
        double east = Math.sin((lonB - lonA) / 2);
        double h = north * north + Math.cos(latA) * Math.cos(latB) * east * east;
        return 2 * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
