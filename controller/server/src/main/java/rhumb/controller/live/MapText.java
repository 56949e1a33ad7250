package rhumb.controller.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.event.Event;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

/**
 * Moments as the page reads them; docs/map.md has the fields. PoPs and links are named once, in the
 * snapshot, and meant by their numbers in it afterwards.
 */
public final class MapText {
    /** More that came at once are counted and not told: the page shows the newest anyway. */
    private static final int MOST_EVENTS = 50;

    private MapText() {}

    /** Everything. */
    public static ObjectNode snapshot(MapMoment now) {
        ObjectNode all = head(now).put("controller", now.controller);
        all.put("class", now.trafficClass.label());
        ArrayNode classes = all.putArray("classes");
        TrafficClass.ALL.forEach(c -> classes.add(c.label()));
        ArrayNode pops = all.putArray("pops");
        List<PopIntent> named = now.topology.pops();
        for (int pop = 0; pop < named.size(); pop++) {
            PopIntent intent = named.get(pop);
            pops.addObject()
                    .put("name", intent.name().name())
                    .put("city", intent.city())
                    .put("latitude", intent.latitude())
                    .put("longitude", intent.longitude())
                    .put("agent", now.presence[2 * pop])
                    .put("forwarder", now.presence[2 * pop + 1]);
        }
        ArrayNode links = all.putArray("links");
        for (Topology.Link link : now.topology.links()) {
            ArrayNode row = links.addArray().add(link.from()).add(link.to());
            if (!link.id().equals(LinkId.between(link.id().source(), link.id().target()))) {
                row.add(link.id().toString());
            }
        }
        all.put("states", new String(now.states));
        ArrayNode figures = all.putArray("figures");
        for (int link = 0; link < now.figures.length; link++) {
            if (!now.figures[link].equals(MapMoment.Figures.NONE)) {
                figures(figures, link, now.figures[link]);
            }
        }
        ArrayNode paths = all.putArray("paths");
        for (int[] relays : now.relays) {
            relays(paths, relays);
        }
        events(all, now.events, 0);
        return all;
    }

    /**
     * What differs from an earlier moment that this one {@link MapMoment#follows}; null when
     * nothing does.
     */
    public static @Nullable ObjectNode changes(MapMoment before, MapMoment now) {
        ObjectNode all = head(now);
        int fixed = all.size();
        states(all, before, now);
        paths(all, before, now);
        presence(all, before, now);
        events(all, now.events, last(before));
        boolean moved =
                all.size() > fixed
                        || !before.phase.equals(now.phase)
                        || before.plan.number() != now.plan.number();
        return moved ? all : null;
    }

    private static ObjectNode head(MapMoment now) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("atUnixMs", now.atUnixMs)
                .put("phase", now.phase)
                .put("plan", now.plan.number());
    }

    @SuppressWarnings("ReferenceEquality") // shared while nothing in them changes
    private static void states(ObjectNode all, MapMoment before, MapMoment now) {
        if (before.states == now.states) {
            return;
        }
        ArrayNode states = JsonNodeFactory.instance.arrayNode();
        ArrayNode figures = JsonNodeFactory.instance.arrayNode();
        for (int link = 0; link < now.states.length; link++) {
            if (before.states[link] != now.states[link]) {
                states.addArray().add(link).add(String.valueOf(now.states[link]));
            }
            if (!before.figures[link].equals(now.figures[link])) {
                figures(figures, link, now.figures[link]);
            }
        }
        put(all, "states", states);
        put(all, "figures", figures);
    }

    @SuppressWarnings("ReferenceEquality") // shared while nothing in them changes
    private static void paths(ObjectNode all, MapMoment before, MapMoment now) {
        if (before.relays == now.relays) {
            return;
        }
        ArrayNode paths = JsonNodeFactory.instance.arrayNode();
        for (int pair = 0; pair < now.relays.length; pair++) {
            if (!Arrays.equals(before.relays[pair], now.relays[pair])) {
                relays(paths.addArray().add(pair), now.relays[pair]);
            }
        }
        put(all, "paths", paths);
    }

    private static void presence(ObjectNode all, MapMoment before, MapMoment now) {
        ArrayNode pops = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < now.presence.length; i += 2) {
            if (!before.presence[i].equals(now.presence[i])
                    || !before.presence[i + 1].equals(now.presence[i + 1])) {
                pops.addArray().add(i / 2).add(now.presence[i]).add(now.presence[i + 1]);
            }
        }
        put(all, "pops", pops);
    }

    private static long last(MapMoment moment) {
        return moment.events.isEmpty() ? 0 : moment.events.getLast().seq();
    }

    private static void events(ObjectNode all, List<Event> events, long after) {
        List<Event> fresh = events.stream().filter(e -> e.seq() > after).toList();
        int left = Math.max(0, fresh.size() - MOST_EVENTS);
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (Event event : fresh.subList(left, fresh.size())) {
            ObjectNode row =
                    rows.addObject()
                            .put("seq", event.seq())
                            .put("unixMs", event.unixNs() / 1_000_000L)
                            .put("severity", event.severity().name())
                            .put("code", event.code().name())
                            .put("pop", event.pop() == null ? null : event.pop().name())
                            .put("to", event.peerPop() == null ? null : event.peerPop().name())
                            .put("link", event.link() == null ? null : event.link().toString())
                            .put("text", event.text());
            ArrayNode classes = row.putArray("classes");
            TrafficClass.ALL.stream()
                    .filter(event.classes()::contains)
                    .forEach(c -> classes.add(c.label()));
        }
        put(all, "events", rows);
    }

    private static void figures(ArrayNode rows, int link, MapMoment.Figures of) {
        ArrayNode row = rows.addArray().add(link);
        for (long value : new long[] {of.lossPpm(), of.delayMs()}) {
            if (value < 0) {
                row.addNull();
            } else {
                row.add(value);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a value by itself
    private static void relays(ArrayNode rows, int[] relays) {
        if (relays == MapMoment.NO_PATH) {
            rows.addNull();
            return;
        }
        ArrayNode row = rows.addArray();
        for (int relay : relays) {
            row.add(relay);
        }
    }

    private static void put(ObjectNode all, String field, ArrayNode rows) {
        if (!rows.isEmpty()) {
            all.set(field, rows);
        }
    }
}
