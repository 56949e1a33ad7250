package rhumb.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.sim.impair.LinkSettings;

/** Reads {@code pop}, {@code controller}, {@code delays} and {@code link}. */
final class TopologyLines {
    static final int MAX_POPS = 200;

    private TopologyLines() {}

    static void pop(Words words, Draft draft) {
        String name = words.take();
        PopId id = popId(words, name);
        String city = null;
        long uplinkBps = 0;
        while (words.hasMore()) {
            String word = words.take();
            switch (word) {
                case "city" -> city = words.take();
                case "uplink" ->
                        uplinkBps = words.value("uplink", Quantity.RATE, Quantity::rate, 0);
                default -> {
                    words.complaints()
                            .expectedOneOf(
                                    words.line(),
                                    "pop",
                                    "a PoP word",
                                    List.of("city", "uplink"),
                                    word);
                    words.skipRest();
                }
            }
        }
        if (id != null && draft.pops.containsKey(name)) {
            words.say("pop", "PoP \"" + name + "\" stands here a second time; remove one");
        } else if (id != null && draft.pops.size() == MAX_POPS) {
            words.say("pop", "expected at most " + MAX_POPS + " PoPs");
        } else if (id != null) {
            draft.pops.put(name, new PopSpec(id, city, uplinkBps));
        }
    }

    private static @Nullable PopId popId(Words words, String name) {
        try {
            return new PopId(name);
        } catch (IllegalArgumentException notOne) {
            words.complaints()
                    .expected(
                            words.line(),
                            "pop",
                            "a name of 1 to 24 of a-z, 0-9 and inner hyphens",
                            name);
            return null;
        }
    }

    static void controller(Words words, Draft draft) {
        draft.controller = words.pop("controller", draft);
        words.end("controller", "nothing after the PoP");
    }

    static void delays(Words words, Draft draft) {
        if (!words.peek().equals("cities")) {
            words.complaints()
                    .expectedOneOf(
                            words.line(),
                            "delays",
                            "the name of a table",
                            List.of("cities"),
                            words.peek());
            return;
        }
        words.take();
        words.end("delays", "nothing after the table");
        List<PopSpec> pops = new ArrayList<>(draft.pops.values());
        for (PopSpec pop : pops) {
            checkCity(words, draft, pop);
        }
        for (PopSpec from : pops) {
            for (PopSpec to : pops) {
                OptionalLong ns = delayNs(draft, from, to);
                if (!from.equals(to) && ns.isPresent()) {
                    LinkId link = LinkId.between(from.id(), to.id());
                    draft.links.put(link, draft.topology(link).withDelay(ns.getAsLong()));
                }
            }
        }
    }

    private static OptionalLong delayNs(Draft draft, PopSpec from, PopSpec to) {
        String a = from.city();
        String b = to.city();
        return a == null || b == null ? OptionalLong.empty() : draft.cities.oneWayNs(a, b);
    }

    private static void checkCity(Words words, Draft draft, PopSpec pop) {
        String city = pop.city();
        if (city == null) {
            words.say(
                    "delays",
                    "expected a city for each PoP, got none for "
                            + pop.id()
                            + "; write: pop "
                            + pop.id()
                            + " city NAME");
        } else if (!draft.cities.cities().contains(city)) {
            words.complaints()
                    .expectedOneOf(
                            words.line(),
                            "delays",
                            "for PoP " + pop.id() + " a city of the table",
                            draft.cities.cities(),
                            city);
        }
    }

    static void link(Words words, Draft draft) {
        List<LinkId> links = LinkWords.links(words, draft);
        LinkEdit edit = LinkWords.edit(words, false);
        for (LinkId link : links) {
            LinkSettings topology = draft.topology(link);
            LinkWords.checkBursts(words, edit, topology);
            draft.links.put(link, edit.apply(topology, topology));
        }
    }
}
