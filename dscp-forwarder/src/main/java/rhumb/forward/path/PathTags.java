package rhumb.forward.path;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.FibPath;
import rhumb.net.Label;

/**
 * Numbers for the paths to one PoP: 1 to 255, kept as long as the rules keep the path. A free
 * number is given again as late as possible, because the far end still counts under it.
 */
final class PathTags {
    private static final int MAX = 255;

    private final Map<List<Label>, PathState> states = new LinkedHashMap<>();
    private final @Nullable PathState[] byTag = new PathState[MAX + 1];
    private int last;

    @Nullable PathState known(FibPath path) {
        return states.get(path.rule().labels());
    }

    /** Forgets all but these paths. */
    void retain(Set<List<Label>> labels) {
        states.entrySet()
                .removeIf(entry -> {
                    boolean gone = !labels.contains(entry.getKey());
                    if (gone) {
                        byTag[entry.getValue().tag()] = null;
                    }
                    return gone;
                });
    }

    /** Routes of 8 classes in 2 directions with 3 candidates need 48 numbers at most. */
    PathState add(FibPath path) {
        do {
            last = last % MAX + 1;
        } while (byTag[last] != null);
        PathState state = new PathState(path, last);
        byTag[last] = state;
        states.put(path.rule().labels(), state);
        return state;
    }

    @Nullable PathState ofTag(int tag) {
        return byTag[tag];
    }
}
