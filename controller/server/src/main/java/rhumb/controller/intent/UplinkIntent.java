package rhumb.controller.intent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.net.UplinkId;

/**
 * One attachment of a PoP to an underlay.
 *
 * @param name unique within the PoP; {@code main} when left out
 * @param data where overlay datagrams for this uplink go
 * @param probe the agent's STAMP port
 * @param stream where relay connections for this uplink go
 * @param provider who carries it; empty = not known, and shared with nobody
 * @param price of its traffic, in cents per gigabyte
 * @param rateBps what may be sent into it, bits per second; 0 = no limit known
 * @param srlgs shared-risk groups: names of what may fail at once with others, such as a cable
 */
public record UplinkIntent(
        @Defaulted String name,
        Endpoint data,
        Endpoint probe,
        Endpoint stream,
        @Defaulted String provider,
        @Defaulted int price,
        @Defaulted long rateBps,
        @Defaulted List<String> srlgs) {
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
