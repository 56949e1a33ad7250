package rhumb.sim.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.sim.impair.LinkSettings;
import rhumb.sim.scenario.Change.LinkTarget;
import rhumb.sim.scenario.Draft.Occurrence;

/** Reads {@code at} and {@code from ... to ... every}, and numbers what comes of them. */
final class TimelineLines {
    static final int MAX_EVENTS = 10_000;

    private TimelineLines() {}

    static void at(Words words, Draft draft) {
        long atNs = words.duration("at", 0);
        read(words, draft, new Times("at", atNs, atNs, Draft.S));
    }

    static void from(Words words, Draft draft) {
        long startNs = words.duration("from", 0);
        if (!keyword(words, "to")) {
            return;
        }
        long endNs = words.duration("to", startNs);
        if (!keyword(words, "every")) {
            return;
        }
        long everyNs = words.duration("every", Draft.S);
        if (everyNs < 1_000_000) {
            words.say("every", "expected at least 1ms");
            everyNs = Draft.S;
        }
        if (endNs < startNs) {
            words.say("to", "expected a time after the start");
        }
        read(words, draft, new Times("from", startNs, endNs, everyNs));
    }

    /** Numbers the events in time order; those of one moment keep the order of the file. */
    static List<TimelineEvent> numbered(Draft draft) {
        List<Occurrence> ordered = new ArrayList<>(draft.occurrences);
        ordered.sort(Comparator.comparingLong(Occurrence::atNs));
        IdentityHashMap<Occurrence, Integer> numbers = new IdentityHashMap<>();
        List<TimelineEvent> events = new ArrayList<>();
        for (Occurrence o : ordered) {
            int number = events.size() + 1;
            numbers.put(o, number);
            Change change = o.change();
            if (o.undoes() != null && change instanceof Change.OfLinks of) {
                int undone = numbers.getOrDefault(o.undoes(), number);
                change = new Change.OfLinks(new LinkTarget.SameAs(undone), of.edit());
            }
            events.add(new TimelineEvent(number, o.atNs(), change, o.text(), o.heals()));
        }
        return events;
    }

    /** When a line's change happens. */
    private record Times(String field, long startNs, long endNs, long everyNs) {}

    private static boolean keyword(Words words, String keyword) {
        boolean found = words.takeIf(keyword);
        if (!found) {
            words.complaints()
                    .expected(words.line(), "from", "TIME to TIME every TIME CHANGE", words.peek());
            words.skipRest();
        }
        return found;
    }

    private static void read(Words words, Draft draft, Times times) {
        int start = words.position();
        Change change = change(words, draft);
        if (change == null) {
            words.skipRest();
            return;
        }
        String text = words.since(start);
        long lastsNs = 0;
        if (words.takeIf("for")) {
            lastsNs = words.duration("for", Draft.S);
        }
        words.end(times.field(), "nothing after the change but for TIME");
        if (times.endNs() > draft.durationNs) {
            words.say(
                    times.field(),
                    "expected a time up to the duration, "
                            + draft.durationNs / 1_000_000
                            + "ms, got "
                            + times.endNs() / 1_000_000
                            + "ms");
            return;
        }
        for (long atNs = times.startNs(); atNs <= times.endNs(); atNs += times.everyNs()) {
            if (draft.occurrences.size() >= MAX_EVENTS) {
                words.say(times.field(), "expected at most " + MAX_EVENTS + " events");
                return;
            }
            add(draft, atNs, change, text, lastsNs);
        }
    }

    private static void add(Draft draft, long atNs, Change change, String text, long lastsNs) {
        boolean heals =
                switch (change) {
                    case Change.OfLinks of -> of.edit().heals();
                    case Change.OfPop of -> of.up();
                    case Change.OfController of -> of.up();
                };
        Occurrence first = new Occurrence(atNs, change, text, heals, null);
        draft.occurrences.add(first);
        if (lastsNs > 0 && atNs + lastsNs <= draft.durationNs) {
            draft.occurrences.add(
                    new Occurrence(
                            atNs + lastsNs, opposite(change), text + " ends", !heals, first));
        }
    }

    private static Change opposite(Change change) {
        return switch (change) {
            case Change.OfLinks of -> new Change.OfLinks(of.target(), of.edit().undo());
            case Change.OfPop of -> new Change.OfPop(of.pop(), !of.up());
            case Change.OfController of -> new Change.OfController(!of.up());
        };
    }

    private static @Nullable Change change(Words words, Draft draft) {
        String subject = words.take();
        return switch (subject) {
            case "link" -> links(words, draft);
            case "pop" -> {
                PopId pop = words.pop("pop", draft);
                boolean up = power(words, "pop");
                yield pop == null ? null : new Change.OfPop(pop, up);
            }
            case "controller" -> new Change.OfController(power(words, "controller"));
            default -> {
                words.complaints()
                        .expectedOneOf(
                                words.line(),
                                "at",
                                "what changes",
                                List.of("link", "pop", "controller"),
                                subject);
                yield null;
            }
        };
    }

    private static boolean power(Words words, String field) {
        String text = words.take();
        if (!text.equals("up") && !text.equals("down")) {
            words.complaints()
                    .expectedOneOf(words.line(), field, "a state", List.of("up", "down"), text);
        }
        return text.equals("up");
    }

    private static @Nullable Change links(Words words, Draft draft) {
        if (words.takeIf("busiest")) {
            LinkEdit edit = LinkWords.edit(words, true);
            LinkWords.checkBursts(words, edit, LinkSettings.PERFECT);
            return new Change.OfLinks(new LinkTarget.Busiest(), edit);
        }
        List<LinkId> links = LinkWords.links(words, draft);
        LinkEdit edit = LinkWords.edit(words, true);
        for (LinkId link : links) {
            if (!draft.links.containsKey(link)) {
                words.say(
                        "link",
                        "the scenario has no link "
                                + link
                                + "; write a link line or delays cities before");
            }
            LinkWords.checkBursts(words, edit, draft.topology(link));
        }
        return links.isEmpty() ? null : new Change.OfLinks(new LinkTarget.Named(links), edit);
    }
}
