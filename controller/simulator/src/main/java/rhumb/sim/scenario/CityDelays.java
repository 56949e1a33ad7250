package rhumb.sim.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * One-way delays between cities, read from a table of lines {@code CITY CITY MILLISECONDS} and
 * {@code CITY = CITY MILLISECONDS}: the first city has the second one's figures and lies that far
 * from it.
 */
public final class CityDelays {
    private static final long NS_PER_MS = 1_000_000L;

    private final Map<String, Long> delayNs = new HashMap<>();
    private final TreeSet<String> cities = new TreeSet<>();

    private CityDelays() {}

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException naming the line that is none
     */
    public static CityDelays parse(String text) {
        CityDelays table = new CityDelays();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (!content.isEmpty() && !table.add(content.split("\\s+"))) {
                throw new IllegalArgumentException(
                        "delay table line " + number + ": expected CITY CITY MILLISECONDS");
            }
        }
        return table;
    }

    /** All cities in order of name. */
    public List<String> cities() {
        return List.copyOf(cities);
    }

    /**
     * One-way delay between two cities; half a millisecond inside one; empty when either is not in
     * the table.
     */
    public OptionalLong oneWayNs(String from, String to) {
        if (from.equals(to) && cities.contains(from)) {
            return OptionalLong.of(NS_PER_MS / 2);
        }
        Long found = delayNs.get(key(from, to));
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    private boolean add(String[] words) {
        OptionalLong ms = Quantity.duration(words[words.length - 1] + "ms");
        if (words.length < 3 || ms.isEmpty()) {
            return false;
        }
        if (words.length == 4 && words[1].equals("=")) {
            addTwin(words[0], words[2], ms.getAsLong());
        } else if (words.length == 3) {
            put(words[0], words[1], ms.getAsLong());
        } else {
            return false;
        }
        return true;
    }

    private void addTwin(String twin, String city, long apartNs) {
        for (String other : new ArrayList<>(cities)) {
            if (!other.equals(city)) {
                oneWayNs(city, other).ifPresent(ns -> put(twin, other, ns));
            }
        }
        put(twin, city, Math.max(apartNs, NS_PER_MS / 10));
    }

    private void put(String from, String to, long ns) {
        delayNs.put(key(from, to), ns);
        cities.add(from);
        cities.add(to);
    }

    private static String key(String from, String to) {
        return from.compareTo(to) < 0 ? from + " " + to : to + " " + from;
    }
}
