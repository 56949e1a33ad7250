package rhumb.controller.cluster;

import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * A controller of a cluster, as all its members know it.
 *
 * @param number 1 to 65535; part of its epochs
 * @param address where the other members reach it
 * @param northbound where operators reach it when it leads; left out: they ask on its own machine
 */
public record MemberConfig(int number, Endpoint address, @Nullable Endpoint northbound) {
    public MemberConfig {
        if (number < 1 || number > 0xffff) {
            throw new IllegalArgumentException("number is " + number + ": expected 1 to 65535");
        }
    }
}
