package rhumb.net;

/**
 * One attachment of a PoP to an underlay. Written {@code sin/isp1}; the uplink called {@value
 * #MAIN} is written as its PoP alone.
 */
public record UplinkId(PopId pop, String name) implements Comparable<UplinkId> {
    public static final String MAIN = "main";

    public UplinkId {
        if (!PopId.isName(name)) {
            throw new IllegalArgumentException(
                    "uplink name \"" + name + "\": expected 1 to 24 of a-z, 0-9 and inner hyphens");
        }
    }

    public static UplinkId main(PopId pop) {
        return new UplinkId(pop, MAIN);
    }

    /** Reads {@code pop} or {@code pop/uplink}. */
    public static UplinkId parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? main(new PopId(text))
                : new UplinkId(new PopId(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public int compareTo(UplinkId other) {
        int byPop = pop.compareTo(other.pop);
        return byPop != 0 ? byPop : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name.equals(MAIN) ? pop.name() : pop.name() + "/" + name;
    }
}
