package rhumb.controller.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rhumb.controller.ControllerView;
import rhumb.controller.LiveViews;
import rhumb.net.TrafficClass;

class MapTextTest {
    private static final int ROUNDS = 60;

    /** What a page knows that was told a snapshot and then changes. */
    private static final class Told {
        final ObjectNode all;
        final List<Long> events = new ArrayList<>();

        Told(ObjectNode snapshot) {
            all = snapshot.deepCopy();
            note(snapshot);
            all.remove("events");
        }

        void take(ObjectNode changes) {
            for (String field : List.of("atUnixMs", "phase", "plan")) {
                all.set(field, changes.get(field));
            }
            StringBuilder states = new StringBuilder(all.get("states").asText());
            for (JsonNode row : changes.path("states")) {
                states.setCharAt(row.get(0).asInt(), row.get(1).asText().charAt(0));
            }
            all.put("states", states.toString());
            Map<Integer, JsonNode> figures = new TreeMap<>();
            all.get("figures").forEach(row -> figures.put(row.get(0).asInt(), row));
            for (JsonNode row : changes.path("figures")) {
                if (row.get(1).isNull() && row.get(2).isNull()) {
                    figures.remove(row.get(0).asInt());
                } else {
                    figures.put(row.get(0).asInt(), row);
                }
            }
            ArrayNode rows = JsonNodeFactory.instance.arrayNode();
            figures.values().forEach(rows::add);
            all.set("figures", rows);
            for (JsonNode row : changes.path("paths")) {
                ((ArrayNode) all.get("paths")).set(row.get(0).asInt(), row.get(1));
            }
            for (JsonNode row : changes.path("pops")) {
                ((ObjectNode) all.get("pops").get(row.get(0).asInt()))
                        .put("agent", row.get(1).asText())
                        .put("forwarder", row.get(2).asText());
            }
            note(changes);
        }

        private void note(ObjectNode message) {
            message.path("events").forEach(event -> events.add(event.get("seq").asLong()));
        }
    }

    @ParameterizedTest
    @EnumSource(TrafficClass.class)
    void changesMakeTheNextMomentOfTheOneBefore(TrafficClass c) {
        List<ControllerView> views = LiveViews.of(ROUNDS, 7);
        MapMoment told = MapMoment.of(views.getFirst(), c, null);
        Told page = new Told(MapText.snapshot(told));
        int quiet = 0;
        for (ControllerView view : views) {
            MapMoment now = MapMoment.of(view, c, told);
            assertThat(now.follows(told)).isTrue();
            ObjectNode changes = MapText.changes(told, now);
            if (changes == null) {
                quiet++;
                continue;
            }
            page.take(changes);
            told = now;
            ObjectNode anew = MapText.snapshot(MapMoment.of(view, c, null));
            anew.remove("events");
            assertThat(page.all).isEqualTo(anew);
        }
        assertThat(quiet).isPositive();
        assertThat(page.events).isSorted().doesNotHaveDuplicates();
        assertThat(page.events).contains(views.getLast().events().getLast().seq());
    }

    @Test
    void saysOnlyWhatChanged() {
        List<ControllerView> views = LiveViews.of(2, 3);
        MapMoment before = MapMoment.of(views.get(0), TrafficClass.AUDIO, null);
        MapMoment now = MapMoment.of(views.get(1), TrafficClass.AUDIO, before);
        assertThat(MapText.changes(before, before)).isNull();
        ObjectNode changes = Objects.requireNonNull(MapText.changes(before, now));
        assertThat(changes.toString().length())
                .isLessThan(MapText.snapshot(now).toString().length() / 2);
    }

    @Test
    void anotherTopologyOrClassIsToldAnew() {
        MapMoment before = MapMoment.of(LiveViews.of(1, 1).getFirst(), TrafficClass.AUDIO, null);
        ControllerView like = LiveViews.of(1, 1).getFirst();
        assertThat(MapMoment.of(like, TrafficClass.AUDIO, before).follows(before)).isFalse();
        assertThat(MapMoment.of(like, TrafficClass.BULK, null).follows(before)).isFalse();
    }
}
