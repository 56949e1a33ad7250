package rhumb.controller.intent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.Meaning;

/**
 * How links differ from the rule, which is: each uplink has a link to each uplink of every other
 * PoP.
 */
public record LinkIntent(
        @Meaning("directed links that shall not be") @Defaulted List<LinkId> exclude,
        @Meaning("directed links that are special") @Defaulted List<LinkOverride> overrides) {
    public static final LinkIntent FULL_MESH = new LinkIntent(List.of(), List.of());

    /** What is special about one directed link. */
    public record LinkOverride(
            @Meaning("which") LinkId link,
            @Meaning(
                            "the far end's data address as the sending PoP must use it, behind address"
                                    + " translation for instance; left out: the far uplink's own")
                    @Nullable Endpoint data,
            @Meaning("likewise for probes") @Nullable Endpoint probe,
            @Meaning("likewise for relay connections") @Nullable Endpoint stream,
            @Meaning("added to the link's cost in every class, up to 1s") @Defaulted
                    int adminCostUs) {
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
