package rhumb.sim.overlay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the cities of the table of delays are, for maps. */
final class CityPlaces {
    /**
     * @param latitude degrees north
     * @param longitude degrees east
     */
    record Place(double latitude, double longitude) {}

    private static final Map<String, Place> PLACES =
            Map.ofEntries(
                    Map.entry("Ashburn", new Place(39.04, -77.49)),
                    Map.entry("Dubai", new Place(25.20, 55.27)),
                    Map.entry("Frankfurt", new Place(50.11, 8.68)),
                    Map.entry("Hong-Kong", new Place(22.32, 114.17)),
                    Map.entry("Johannesburg", new Place(-26.20, 28.05)),
                    Map.entry("London", new Place(51.51, -0.13)),
                    Map.entry("New-York", new Place(40.71, -74.01)),
                    Map.entry("Paris", new Place(48.86, 2.35)),
                    Map.entry("Pune", new Place(18.52, 73.86)),
                    Map.entry("San-Francisco", new Place(37.77, -122.42)),
                    Map.entry("Sao-Paulo", new Place(-23.55, -46.63)),
                    Map.entry("Shenzhen", new Place(22.54, 114.06)),
                    Map.entry("Singapore", new Place(1.35, 103.82)),
                    Map.entry("Sydney", new Place(-33.87, 151.21)),
                    Map.entry("Tokyo", new Place(35.68, 139.69)));

    private CityPlaces() {}

    /** Null when it is not known. */
    static @Nullable Place of(@Nullable String city) {
        return city == null ? null : PLACES.get(city);
    }
}
