package rhumb.controller.whatif;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.text.Figures;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.UplinkId;
import rhumb.southbound.link.LinkStatus;

/**
 * Reads what an operator asks, one change after the other:
 *
 * <pre>
 * link A B   down | up | loss 5% | delay +30ms | delay 80ms | price x2      (A B: also A->B)
 * pop X      down
 * uplink X   down | price x2                                     (X: also X/NAME, X.NAME)
 * provider P down
 * risk G     down
 * add pop NAME ...                                                          ({@link NewPopReader})
 * </pre>
 *
 * with {@code and} between several.
 */
final class ChangeReader {
    static final String FORMS =
            "expected link A B down|up|loss 5%|delay +30ms|price x2, pop X down, uplink X"
                    + " down|price x2, provider P down, risk G down, or add pop NAME near POP";
    static final int MAX_CHANGES = 16;
    private static final long CERTAIN_PPM = 1_000_000;

    private final Hypothesis world;

    private ChangeReader(Hypothesis world) {
        this.world = world;
    }

    /** Applies each change to the world that the ones before it made. */
    static void read(String text, Hypothesis world) {
        List<String> words = List.of(text.strip().split("\\s+"));
        List<Deque<String>> clauses = new ArrayList<>();
        clauses.add(new ArrayDeque<>());
        for (String word : words) {
            if (word.equals("and")) {
                clauses.add(new ArrayDeque<>());
            } else if (!word.isEmpty()) {
                clauses.getLast().add(word);
            }
        }
        if (clauses.size() > MAX_CHANGES) {
            throw Unanswerable.malformed(
                    clauses.size() + " changes at once: expected " + MAX_CHANGES + " at most");
        }
        for (Deque<String> clause : clauses) {
            String asked = String.join(" ", clause);
            Change change = new ChangeReader(world).change(clause);
            if (!clause.isEmpty()) {
                throw Unanswerable.malformed(
                        "\""
                                + clause.peek()
                                + "\" in \""
                                + asked
                                + "\" is one word too many; "
                                + FORMS);
            }
            world.apply(change);
        }
    }

    private Change change(Deque<String> words) {
        String subject = next(words, "a change");
        return switch (subject) {
            case "link" -> link(words);
            case "pop" -> pop(words);
            case "uplink" -> uplink(words);
            case "provider", "risk" -> shared(subject, words);
            case "add" -> NewPopReader.read(words, world);
            default -> throw Unanswerable.malformed("\"" + subject + "\": " + FORMS);
        };
    }

    private Change link(Deque<String> words) {
        LinkId link = linkName(words);
        String what = "link " + link + " ";
        String verb = next(words, "what happens to link " + link);
        LinkState state = world.state(link);
        return switch (verb) {
            case "down" -> new Change.Down(what + verb, List.of(link), null);
            case "up" -> {
                if (state.delayNs() < 0) {
                    throw Unanswerable.malformed(
                            link
                                    + " was never heard of: nobody knows its delay, so nobody knows"
                                    + " what it would carry");
                }
                yield new Change.Up(what + verb, link);
            }
            case "loss" -> {
                measured(state);
                long ppm = Quantities.lossPpm(next(words, "a loss such as 5%"));
                yield ppm >= CERTAIN_PPM
                        ? new Change.Down(what + "down", List.of(link), null)
                        : new Change.Loss(
                                what
                                        + "loss "
                                        + Figures.share(ppm)
                                        + " (now "
                                        + Figures.share(state.lossPpm())
                                        + ")",
                                link,
                                ppm);
            }
            case "delay" -> {
                measured(state);
                String word = next(words, "a delay such as +30ms or 80ms");
                long ns = Quantities.delayNs(word, state.delayNs());
                yield new Change.Delay(
                        what
                                + "delay "
                                + Figures.ms(ns)
                                + " one way (now "
                                + Figures.ms(state.delayNs())
                                + ")",
                        link,
                        ns);
            }
            case "price" -> price(what, words, List.of(link), link(link).price());
            default -> throw Unanswerable.malformed("\"" + verb + "\": " + FORMS);
        };
    }

    private Topology.Link link(LinkId link) {
        return world.topology().link(world.topology().linkIndex(link));
    }

    /** Figures of a link that is down or unknown move nothing: it has to be up first. */
    private static void measured(LinkState state) {
        if (state.status() == LinkStatus.DOWN || state.status() == LinkStatus.UNKNOWN) {
            String ends = state.link().from() + " " + state.link().to();
            throw Unanswerable.malformed(
                    state.link()
                            + " is "
                            + state.status()
                            + ", so its figures decide nothing: ask link "
                            + ends
                            + " up and link "
                            + ends
                            + " ...");
        }
    }

    private Change pop(Deque<String> words) {
        int pop = Places.pop(world.topology(), next(words, "a PoP"));
        PopId name = world.topology().pop(pop);
        down(words, "PoP " + name);
        return new Change.Down(
                "pop " + name + " down", ids(world.topology().touching(pop).stream()), name);
    }

    private Change uplink(Deque<String> words) {
        UplinkId uplink = Places.uplink(world.topology(), next(words, "an uplink"));
        List<LinkId> links = ids(linksOf(uplink));
        String what = "uplink " + uplink + " ";
        String verb = next(words, "what happens to uplink " + uplink);
        return switch (verb) {
            case "down" -> new Change.Down(what + verb, links, null);
            case "price" ->
                    price(what, words, links, Places.intent(world.topology(), uplink).price());
            default -> throw Unanswerable.malformed("\"" + verb + "\": " + FORMS);
        };
    }

    /** All uplinks of a provider, or of a shared-risk group. */
    private Change shared(String kind, Deque<String> words) {
        String name = next(words, "a " + kind);
        List<LinkId> links = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (PopIntent pop : world.topology().pops()) {
            for (UplinkIntent uplink : pop.uplinks()) {
                List<String> names =
                        kind.equals("risk") ? uplink.srlgs() : List.of(uplink.provider());
                known.addAll(names);
                if (names.contains(name)) {
                    links.addAll(ids(linksOf(new UplinkId(pop.name(), uplink.name()))));
                }
            }
        }
        if (!known.contains(name)) {
            throw new Unanswerable(
                    true,
                    Names.missing(
                            kind.equals("risk") ? "risk group" : kind,
                            name,
                            known.stream().filter(n -> !n.isEmpty()).distinct().sorted().toList()));
        }
        down(words, kind + " " + name);
        return new Change.Down(
                kind + " " + name + " down", links.stream().distinct().sorted().toList(), null);
    }

    private Stream<Topology.Link> linksOf(UplinkId uplink) {
        return world.topology().links().stream()
                .filter(l -> l.id().from().equals(uplink) || l.id().to().equals(uplink));
    }

    private static List<LinkId> ids(Stream<Topology.Link> links) {
        return links.map(Topology.Link::id).toList();
    }

    /**
     * What a link costs is the sum of its uplinks' prices, so it changes by what that changes by.
     */
    private Change price(String what, Deque<String> words, List<LinkId> links, int price) {
        String word = next(words, "a price such as x2, +5 or 12");
        IntUnaryOperator changed = Quantities.price(word);
        int by = changed.applyAsInt(price) - price;
        if (price == 0 && by == 0) {
            throw Unanswerable.malformed(
                    what + "costs nothing now: give a price in cents per gigabyte, such as 12");
        }
        Map<LinkId, Integer> prices = new TreeMap<>();
        links.forEach(link -> prices.put(link, Math.max(0, link(link).price() + by)));
        return new Change.Price(
                what + "price " + (price + by) + " c/GB (now " + price + ")", prices);
    }

    private LinkId linkName(Deque<String> words) {
        String first = next(words, "a link, such as sin fra");
        LinkId link = Places.link(world.topology(), first, words);
        if (world.topology().linkIndex(link) < 0) {
            throw Places.noLink(world.topology(), link);
        }
        return link;
    }

    private static void down(Deque<String> words, String what) {
        String verb = next(words, "what happens to " + what);
        if (!verb.equals("down")) {
            throw Unanswerable.malformed(
                    "\"" + verb + "\": all that " + what + " can be asked to do is to go down");
        }
    }

    static String next(Deque<String> words, String expected) {
        if (words.isEmpty()) {
            throw Unanswerable.malformed("the words end before " + expected + "; " + FORMS);
        }
        return words.remove();
    }
}
