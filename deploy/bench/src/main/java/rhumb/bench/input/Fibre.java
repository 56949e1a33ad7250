package rhumb.bench.input;

/**
 * The delay of fibre between two places: along the great circle at two thirds of the speed of
 * light, times a detour, because cables follow roads, rails and coasts.
 *
 * @param detour length of the cable by length of the great circle, at least 1
 */
record Fibre(double detour) {
    /** Mean radius of the earth (IUGG). */
    private static final double EARTH_KM = 6_371.0088;

    /** Two thirds of 299,792.458 km/s. */
    private static final double KM_PER_MS = 299.792458 * 2 / 3;

    /** Two places in one town still have a cable between them. */
    private static final double LEAST_MS = 0.01;

    Fibre {
        if (!(detour >= 1)) {
            throw new IllegalArgumentException("detour " + detour + ": expected 1 or more");
        }
    }

    /** One way; NaN when a place has no position. */
    double ms(DelayMatrix.Node a, DelayMatrix.Node b) {
        if (!a.hasPosition() || !b.hasPosition()) {
            return Double.NaN;
        }
        return Math.max(
                LEAST_MS,
                km(a.latitude(), a.longitude(), b.latitude(), b.longitude()) / KM_PER_MS * detour);
    }

    /** Great circle by the haversine formula, which is exact for near places too. */
    static double km(double latitudeA, double longitudeA, double latitudeB, double longitudeB) {
        double north = Math.sin(Math.toRadians(latitudeB - latitudeA) / 2);
        double east = Math.sin(Math.toRadians(longitudeB - longitudeA) / 2);
        double h =
                north * north
                        + Math.cos(Math.toRadians(latitudeA))
                                * Math.cos(Math.toRadians(latitudeB))
                                * east
                                * east;
        return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
