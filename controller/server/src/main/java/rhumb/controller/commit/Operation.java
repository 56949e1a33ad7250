package rhumb.controller.commit;

import java.util.List;
import rhumb.controller.commit.CommitRefused.Reason;

/**
 * Something that operators do to the overlay for a while, as a rule beside the document.
 *
 * @param name of the rule, what reasons call it
 * @param yaml the rule
 * @param what in words
 */
public record Operation(String name, String yaml, String what) {
    private static final List<String> PLACES = List.of("pop", "uplink", "link", "provider");

    /**
     * Empties a place: nothing new goes there, and what does leaves by and by.
     *
     * @param kind pop, uplink, link or provider
     */
    public static Operation drain(String kind, String place) throws CommitRefused {
        if (!PLACES.contains(kind)) {
            throw new CommitRefused(
                    Reason.INVALID,
                    "\"" + kind + "\" cannot be drained: expected " + String.join(", ", PLACES));
        }
        String name = drainName(kind, place);
        return new Operation(
                name,
                "name: " + quoted(name) + "\ndrain: {" + kind + ": " + quoted(place) + "}\n",
                "drain " + kind + " " + place);
    }

    public static String drainName(String kind, String place) {
        return "drain " + kind + " " + place;
    }

    /**
     * Keeps a pair's traffic on a path.
     *
     * @param pops the path, from end to end
     * @param trafficClass only this class; empty = all
     * @param hard also when it no longer does for the class
     */
    public static Operation pin(List<String> pops, String trafficClass, boolean hard)
            throws CommitRefused {
        if (pops.size() < 2) {
            throw new CommitRefused(
                    Reason.INVALID, "a pin needs a path of two PoPs or more, such as sin nrt fra");
        }
        String name = pinName(pops.getFirst(), pops.getLast(), trafficClass);
        StringBuilder yaml = new StringBuilder("name: ").append(quoted(name)).append('\n');
        if (!trafficClass.isEmpty()) {
            yaml.append("classes: [").append(quoted(trafficClass)).append("]\n");
        }
        yaml.append("pin: {path: [")
                .append(String.join(", ", pops.stream().map(Operation::quoted).toList()))
                .append("], hard: ")
                .append(hard)
                .append("}\n");
        return new Operation(name, yaml.toString(), "pin " + String.join(" > ", pops));
    }

    public static String pinName(String from, String to, String trafficClass) {
        return "pin " + from + " " + to + (trafficClass.isEmpty() ? "" : " " + trafficClass);
    }

    /** As YAML takes it whatever it holds: what is wrong in it is found by the reader. */
    private static String quoted(String word) {
        return "'" + word.replaceAll("\\p{Cntrl}", " ").replace("'", "''") + "'";
    }
}
