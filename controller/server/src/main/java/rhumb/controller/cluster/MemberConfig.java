package rhumb.controller.cluster;

import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Meaning;

/** A controller of a cluster, as all its members know it. */
public record MemberConfig(
        @Meaning("1 to 65535; part of its epochs") int number,
        @Meaning("where the other members reach it") Endpoint address,
        @Meaning("where operators reach it when it leads; left out: they ask on its own machine")
                @Nullable Endpoint northbound) {
    public MemberConfig {
        if (number < 1 || number > 0xffff) {
            throw new IllegalArgumentException("number is " + number + ": expected 1 to 65535");
        }
    }
}
