package rhumb.controller.intent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import rhumb.net.IpPrefix;
import rhumb.net.PopId;

/** Whether the networks behind PoPs can be routed through the overlay, each to one PoP. */
final class PrefixChecks {
    /** RFC 1122 section 3.2.1.3, RFC 3927, RFC 5771: never behind a router. */
    private static final List<IpPrefix> NOT_ROUTED =
            List.of(
                    IpPrefix.parse("0.0.0.0/8"),
                    IpPrefix.parse("127.0.0.0/8"),
                    IpPrefix.parse("169.254.0.0/16"),
                    IpPrefix.parse("224.0.0.0/3"));

    /** RFC 4291 section 2.4, RFC 4193: global and unique local unicast. */
    private static final List<IpPrefix> ROUTED6 =
            List.of(IpPrefix.parse("2000::/3"), IpPrefix.parse("fc00::/7"));

    private record Owned(IpPrefix prefix, PopId pop) {}

    private PrefixChecks() {}

    static void check(List<PopIntent> pops) {
        List<Owned> all = new ArrayList<>();
        for (PopIntent pop : pops) {
            for (IpPrefix prefix : pop.prefixes()) {
                checkKind(pop.name(), prefix);
                all.add(new Owned(prefix, pop.name()));
            }
        }
        if (!all.isEmpty()) {
            checkNesting(all);
            checkUplinks(all, pops);
        }
    }

    private static void checkKind(PopId pop, IpPrefix prefix) {
        boolean routed =
                prefix.isIpv4()
                        ? NOT_ROUTED.stream().noneMatch(prefix::overlaps)
                        : ROUTED6.stream().anyMatch(net -> net.contains(prefix));
        Checks.that(
                routed,
                what(pop, prefix)
                        + " holds addresses that no router forwards: expected a network of"
                        + " unicast addresses, such as 10.1.0.0/16 or 2001:db8:1::/48");
    }

    /** Of two networks one holds the other or they are apart, so a stack of those around tells. */
    private static void checkNesting(List<Owned> all) {
        all.sort(Comparator.comparing(Owned::prefix));
        Deque<Owned> around = new ArrayDeque<>();
        for (Owned owned : all) {
            while (!around.isEmpty() && !around.peek().prefix.contains(owned.prefix)) {
                around.pop();
            }
            Owned wider = around.peek();
            if (wider != null) {
                Checks.that(
                        !wider.prefix.equals(owned.prefix),
                        what(owned.pop, owned.prefix)
                                + " is given twice, at "
                                + wider.pop
                                + " too: expected each prefix at one PoP");
                Checks.that(
                        !wider.pop.equals(owned.pop),
                        what(owned.pop, owned.prefix)
                                + " lies in "
                                + wider.prefix
                                + " of the same PoP: expected only one of both");
            }
            around.push(owned);
        }
    }

    /** Overlay datagrams to such an uplink would be routed into the overlay, and so for ever. */
    private static void checkUplinks(List<Owned> all, List<PopIntent> pops) {
        for (PopIntent pop : pops) {
            for (UplinkIntent uplink : pop.uplinks()) {
                for (Owned owned : all) {
                    Checks.that(
                            !owned.prefix.contains(uplink.data()),
                            what(owned.pop, owned.prefix)
                                    + " holds "
                                    + uplink.data()
                                    + ", the data address of uplink "
                                    + uplink.name()
                                    + " of PoP "
                                    + pop.name()
                                    + ", so that overlay datagrams to it would enter the overlay"
                                    + " again: expected prefixes without addresses of uplinks");
                }
            }
        }
    }

    private static String what(PopId pop, IpPrefix prefix) {
        return "PoP " + pop + ": prefix " + prefix;
    }
}
