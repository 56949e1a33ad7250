package rhumb.controller.intent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Meaning;
import rhumb.net.PopId;
import rhumb.net.UplinkId;

/** One attachment of a PoP to an underlay. */
public record UplinkIntent(
        @Meaning("unique within the PoP") @Defaulted String name,
        @Meaning("UDP: where overlay datagrams for this uplink go") Endpoint data,
        @Meaning("UDP: the agent's STAMP port") Endpoint probe,
        @Meaning("TCP: where relay connections for this uplink go") Endpoint stream,
        @Meaning(
                        "who carries it; paths avoid to share one with their backup; left out: not"
                                + " known, shared with nobody")
                @Defaulted
                String provider,
        @Meaning("of its traffic, in cents per gigabyte") @Defaulted int price,
        @Meaning("what may be sent into it; left out: no limit known") @Defaulted long rateBps,
        @Meaning(
                        "shared-risk groups: names of what may fail at once with others, such as a"
                                + " cable")
                @Defaulted
                List<String> srlgs) {
    public UplinkIntent {
        name = orElse(name, UplinkId.MAIN);
        new UplinkId(new PopId("any"), name);
        Checks.present("uplink " + name + ": data address", data);
        Checks.present("uplink " + name + ": probe address", probe);
        Checks.present("uplink " + name + ": stream address", stream);
        provider = orElse(provider, "");
        srlgs = Checks.orEmpty(srlgs);
        Checks.range("uplink " + name + ": price", price, 0, 100_000);
        Checks.range("uplink " + name + ": rate in bits per second", rateBps, 0, Long.MAX_VALUE);
    }

    private static String orElse(@Nullable String value, String other) {
        return value == null ? other : value;
    }
}
