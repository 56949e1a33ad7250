package rhumb.controller.intent;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;

/**
 * One rule of an operator: whose traffic, and one thing that shall hold for it.
 *
 * @param name what reasons call it; unique
 * @param classes whose traffic; left out = every class
 * @param from only of pairs that start here; left out = any
 * @param to only of pairs that end here; left out = any
 * @param pin the path to take
 * @param drain what is to be emptied: nothing new goes there, and what does leaves by and by
 * @param avoid what is to cost more
 * @param prefer what is to cost less
 * @param limit what a path must hold, whatever it costs
 */
public record RuleIntent(
        String name,
        @Defaulted List<TrafficClass> classes,
        @Nullable PopId from,
        @Nullable PopId to,
        @Nullable Pin pin,
        @Nullable Target drain,
        @Nullable Surcharge avoid,
        @Nullable Surcharge prefer,
        @Nullable Limit limit) {
    /**
     * A path, as PoPs or as links.
     *
     * @param path the PoPs from end to end; between two of them the cheapest link is taken
     * @param links the very links
     * @param hard whether it is kept when it no longer does for the class
     */
    public record Pin(
            @Defaulted List<PopId> path, @Defaulted List<LinkId> links, @Defaulted boolean hard) {
        public Pin {
            path = Checks.orEmpty(path);
            links = Checks.orEmpty(links);
            Checks.that(
                    path.isEmpty() != links.isEmpty(),
                    "pin: expected either path, such as [sin, tyo, fra], or links");
            Checks.that(path.isEmpty() || path.size() > 1, "pin: path has one PoP: expected two");
            Checks.unique("pin: PoP", path, p -> p);
            for (int i = 1; i < links.size(); i++) {
                Checks.that(
                        links.get(i - 1).target().equals(links.get(i).source()),
                        "pin: link "
                                + links.get(i)
                                + " does not start where "
                                + links.get(i - 1)
                                + " ends: expected links in the order of the path");
            }
        }

        public PopId from() {
            return path.isEmpty() ? links.getFirst().source() : path.getFirst();
        }

        public PopId to() {
            return path.isEmpty() ? links.getLast().target() : path.getLast();
        }

        int length() {
            return path.isEmpty() ? links.size() : path.size() - 1;
        }
    }

    /** Exactly one of these: all links that leave the PoP, that use the uplink or the provider. */
    public record Target(
            @Nullable PopId pop,
            @Nullable UplinkId uplink,
            @Nullable LinkId link,
            @Nullable String provider) {
        public Target {
            Checks.that(
                    Stream.of(pop, uplink, link, provider).filter(Objects::nonNull).count() == 1,
                    "expected exactly one of pop, uplink, link, provider");
        }
    }

    /**
     * A target and what each of its links costs more or less.
     *
     * @param byUs in microseconds of delay
     */
    public record Surcharge(
            @Nullable PopId pop,
            @Nullable UplinkId uplink,
            @Nullable LinkId link,
            @Nullable String provider,
            int byUs) {
        public Surcharge {
            new Target(pop, uplink, link, provider);
            Checks.range("by in microseconds", byUs, 1, 1_000_000);
        }

        public Target target() {
            return new Target(pop, uplink, link, provider);
        }
    }

    /**
     * What a path must hold. Each may be left out, not all.
     *
     * @param maxDelayNs the sum of its links' one-way delays
     * @param maxLinks its length
     * @param minRateBps what each uplink it is sent into carries, if that is known
     * @param forbid what it may not touch
     */
    public record Limit(
            @Nullable Long maxDelayNs,
            @Nullable Integer maxLinks,
            @Nullable Long minRateBps,
            @Nullable Forbid forbid) {
        public Limit {
            Checks.that(
                    Stream.of(maxDelayNs, maxLinks, minRateBps, forbid).anyMatch(Objects::nonNull),
                    "limit is empty: expected max-delay, max-links, min-rate or forbid");
            if (maxDelayNs != null) {
                Checks.range("limit: max-delay in ns", maxDelayNs, 1_000, 10_000_000_000L);
            }
            if (maxLinks != null) {
                Checks.range("limit: max-links", maxLinks, 1, 5);
            }
            if (minRateBps != null) {
                Checks.range("limit: min-rate in bits per second", minRateBps, 1, Long.MAX_VALUE);
            }
        }
    }

    /** What no link of a path may use: providers of its uplinks, countries and PoPs between. */
    public record Forbid(
            @Defaulted List<String> providers,
            @Defaulted List<String> countries,
            @Defaulted List<PopId> pops) {
        public Forbid {
            providers = Checks.orEmpty(providers);
            countries = Checks.orEmpty(countries);
            pops = Checks.orEmpty(pops);
            Checks.that(
                    !providers.isEmpty() || !countries.isEmpty() || !pops.isEmpty(),
                    "forbid is empty: expected providers, countries or pops");
        }
    }

    public RuleIntent {
        Checks.present("rule: name", name);
        String what = "rule " + name;
        classes = Checks.orEmpty(classes);
        Checks.that(
                Stream.of(pin, drain, avoid, prefer, limit).filter(Objects::nonNull).count() == 1,
                what + ": expected exactly one of pin, drain, avoid, prefer, limit");
        Checks.that(
                pin == null || from == null && to == null,
                what + ": a pin says from and to by its path: expected neither beside it");
        Checks.that(
                from == null || !from.equals(to),
                what + ": from and to are " + from + ": nothing crosses the overlay");
    }

    /** Whose traffic it is for. */
    public ClassSet classSet() {
        return classes.isEmpty() ? ClassSet.ALL : ClassSet.of(classes);
    }

    /** Whether it is for some pairs only. */
    public boolean ofPairs() {
        return pin != null || from != null || to != null;
    }
}
