package rhumb.controller.intent;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.Meaning;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;

/** One rule of an operator: whose traffic, and one thing that shall hold for it. */
public record RuleIntent(
        @Meaning("what reasons call it; unique") String name,
        @Meaning("whose traffic; left out: every class") @Defaulted List<TrafficClass> classes,
        @Meaning("only of pairs that start here; left out: any") @Nullable PopId from,
        @Meaning("only of pairs that end here; left out: any") @Nullable PopId to,
        @Meaning(
                        "the path to take; exactly one of `pin`, `drain`, `avoid`, `prefer`, `limit`"
                                + " is given")
                @Nullable Pin pin,
        @Meaning("what is to be emptied: nothing new goes there, and what does leaves by and by")
                @Nullable Target drain,
        @Meaning("what is to cost more") @Nullable Surcharge avoid,
        @Meaning("what is to cost less") @Nullable Surcharge prefer,
        @Meaning("what a path must hold, whatever it costs") @Nullable Limit limit) {
    /** A path, as PoPs or as links. */
    public record Pin(
            @Meaning("the PoPs from end to end; between two of them the cheapest link is taken")
                    @Defaulted
                    List<PopId> path,
            @Meaning("the very links, instead of `path`") @Defaulted List<LinkId> links,
            @Meaning("whether it is kept when it no longer does for the class") @Defaulted
                    boolean hard) {
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
            @Meaning("all links that leave the PoP; exactly one of these four is given")
                    @Nullable PopId pop,
            @Meaning("all links that use it") @Nullable UplinkId uplink,
            @Meaning("this one") @Nullable LinkId link,
            @Meaning("all links over uplinks of it") @Nullable String provider) {
        public Target {
            Checks.that(
                    Stream.of(pop, uplink, link, provider).filter(Objects::nonNull).count() == 1,
                    "expected exactly one of pop, uplink, link, provider");
        }
    }

    /** A target and what each of its links costs more or less. */
    public record Surcharge(
            @Meaning("all links that leave the PoP; exactly one of the first four is given")
                    @Nullable PopId pop,
            @Meaning("all links that use it") @Nullable UplinkId uplink,
            @Meaning("this one") @Nullable LinkId link,
            @Meaning("all links over uplinks of it") @Nullable String provider,
            @Meaning("how much each of its links costs more or less, up to 1s") int byUs) {
        public Surcharge {
            new Target(pop, uplink, link, provider);
            Checks.range("by in microseconds", byUs, 1, 1_000_000);
        }

        public Target target() {
            return new Target(pop, uplink, link, provider);
        }
    }

    /** What a path must hold. Each may be left out, not all. */
    public record Limit(
            @Meaning("the sum of its links' one-way delays") @Nullable Long maxDelayNs,
            @Meaning("its length, 1 to 5") @Nullable Integer maxLinks,
            @Meaning("what each uplink it is sent into carries, if that is known")
                    @Nullable Long minRateBps,
            @Meaning("what it may not touch") @Nullable Forbid forbid) {
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
            @Meaning("of uplinks that its links use") @Defaulted List<String> providers,
            @Meaning("of PoPs between its ends") @Defaulted List<String> countries,
            @Meaning("between its ends") @Defaulted List<PopId> pops) {
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
