package rhumb.controller.intent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.IpPrefix;
import rhumb.net.Meaning;
import rhumb.net.PopId;

/** One PoP. */
public record PopIntent(
        @Meaning("what everything else calls the PoP") PopId name,
        @Meaning(
                        "what stands for it in overlay headers and labels: 1 to 1023, never used again"
                                + " for another PoP")
                int number,
        @Meaning("where it is, for people") @Nullable String city,
        @Meaning("where it is by law, for rules that forbid countries; any text, such as `de`")
                @Nullable String country,
        @Meaning("degrees north, for maps") @Nullable Double latitude,
        @Meaning("degrees east, for maps") @Nullable Double longitude,
        @Meaning("at least one; their order is part of packet headers, so new ones go last")
                List<UplinkIntent> uplinks,
        @Meaning(
                        "networks behind the PoP whose IP packets enter and leave the overlay there,"
                                + " by the TUN device of its forwarder (docs/tun.md)")
                @Defaulted
                List<IpPrefix> prefixes) {
    public static final int MAX_NUMBER = (1 << Topology.LABEL_POP_BITS) - 1;
    public static final int MAX_UPLINKS = 1 << Topology.LABEL_UPLINK_BITS;

    public PopIntent {
        Checks.present("PoP: name", name);
        Checks.range("PoP " + name + ": number", number, 1, MAX_NUMBER);
        uplinks = Checks.orEmpty(uplinks);
        Checks.range("PoP " + name + ": number of uplinks", uplinks.size(), 1, MAX_UPLINKS);
        Checks.unique("PoP " + name + ": uplink", uplinks, UplinkIntent::name);
        prefixes = Checks.orEmpty(prefixes);
        degrees("PoP " + name + ": latitude", latitude, 90);
        degrees("PoP " + name + ": longitude", longitude, 180);
    }

    /** A PoP without networks behind it. */
    public PopIntent(
            PopId name,
            int number,
            @Nullable String city,
            @Nullable String country,
            @Nullable Double latitude,
            @Nullable Double longitude,
            List<UplinkIntent> uplinks) {
        this(name, number, city, country, latitude, longitude, uplinks, List.of());
    }

    /** A PoP of which no rule needs the country. */
    public PopIntent(
            PopId name,
            int number,
            @Nullable String city,
            @Nullable Double latitude,
            @Nullable Double longitude,
            List<UplinkIntent> uplinks) {
        this(name, number, city, null, latitude, longitude, uplinks, List.of());
    }

    private static void degrees(String what, @Nullable Double value, int bound) {
        Checks.that(
                value == null || Math.abs(value) <= bound,
                what + " is " + value + ": expected -" + bound + " to " + bound);
    }
}
