package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rhumb.net.TrafficClass;

/** The notes of a plan, for the few pairs that have any. Grows while the plan is made. */
final class Notes {
    private final Map<Integer, List<Note>> byPair = new HashMap<>();

    void add(int pair, TrafficClass c, Note note) {
        byPair.computeIfAbsent(key(pair, c), p -> new ArrayList<>(1)).add(note);
    }

    List<Note> of(int pair, TrafficClass c) {
        return List.copyOf(byPair.getOrDefault(key(pair, c), List.of()));
    }

    void forget(int pair, TrafficClass c) {
        byPair.remove(key(pair, c));
    }

    /** Takes over those of a class of which nothing is decided anew. */
    void keep(Notes before, TrafficClass c) {
        before.byPair.forEach((key, notes) -> {
            if (key % TrafficClass.COUNT == c.code()) {
                byPair.put(key, notes);
            }
        });
    }

    private static int key(int pair, TrafficClass c) {
        return pair * TrafficClass.COUNT + c.code();
    }
}
