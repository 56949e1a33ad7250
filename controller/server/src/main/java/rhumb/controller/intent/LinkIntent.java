package rhumb.controller.intent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;

/**
 * How links differ from the rule, which is: each uplink has a link to each uplink of every other
 * PoP.
 *
 * @param exclude directed links that shall not be
 * @param overrides directed links that are special
 */
public record LinkIntent(@Defaulted List<LinkId> exclude, @Defaulted List<LinkOverride> overrides) {
    public static final LinkIntent FULL_MESH = new LinkIntent(List.of(), List.of());

    /**
     * What is special about one directed link.
     *
     * @param data the far end's data address as the sending PoP must use it, behind address
     *     translation for instance; null = the far uplink's own
     * @param probe likewise for probes
     * @param stream likewise for relay connections
     * @param adminCostUs added to the link's cost in every class, in microseconds of delay
     */
    public record LinkOverride(
            LinkId link,
            @Nullable Endpoint data,
            @Nullable Endpoint probe,
            @Nullable Endpoint stream,
            @Defaulted int adminCostUs) {
        public LinkOverride {
            Checks.present("link override: link", link);
            Checks.range(
                    "link " + link + ": admin-cost in microseconds", adminCostUs, 0, 1_000_000);
        }
    }

    public LinkIntent {
        exclude = Checks.orEmpty(exclude);
        overrides = Checks.orEmpty(overrides);
        Checks.unique("link override", overrides, LinkOverride::link);
    }
}
