package rhumb.controller.northbound;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.whatif.Names;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** Parameters of a request, checked against what the controller knows. */
record Query(ControllerView view, Map<String, String> words) {
    String required(String name, String expected) {
        String word = words.get(name);
        if (word == null || word.isBlank()) {
            throw new Refused(
                    Answer.BAD_REQUEST, "parameter " + name + " is missing: expected " + expected);
        }
        return word;
    }

    /** The PoP's place in the topology; -1 when the parameter is left out. */
    int pop(String name) {
        String word = words.get(name);
        if (word == null) {
            return -1;
        }
        int index = -1;
        try {
            index = view.topology().popIndex(new PopId(word));
        } catch (IllegalArgumentException notEvenAName) {
            // falls through: there is no such PoP
        }
        if (index < 0) {
            List<String> known = view.topology().pops().stream().map(p -> p.name().name()).toList();
            throw new Refused(Answer.NOT_FOUND, Names.missing("PoP", word, known));
        }
        return index;
    }

    int requiredPop(String name) {
        if (!words.containsKey(name)) {
            throw new Refused(
                    Answer.BAD_REQUEST,
                    "parameter " + name + " is missing: expected the name of a PoP");
        }
        return pop(name);
    }

    /** A configured link; null when the parameter is left out. */
    @Nullable LinkId link(String name) {
        String word = words.get(name);
        if (word == null) {
            return null;
        }
        try {
            LinkId link = LinkId.parse(word);
            if (view.topology().linkIndex(link) >= 0) {
                return link;
            }
        } catch (IllegalArgumentException e) {
            throw new Refused(Answer.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        List<String> known = view.topology().links().stream().map(l -> l.id().toString()).toList();
        throw new Refused(Answer.NOT_FOUND, Names.missing("link", word, known));
    }

    @Nullable TrafficClass trafficClass() {
        String word = words.get("class");
        try {
            return word == null ? null : TrafficClass.parse(word);
        } catch (IllegalArgumentException e) {
            throw new Refused(Answer.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(words.get(name));
    }

    long number(String name, long otherwise) {
        String word = words.get(name);
        try {
            return word == null ? otherwise : Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new Refused(
                    Answer.BAD_REQUEST,
                    "parameter " + name + "=" + word + ": expected a whole number");
        }
    }
}
