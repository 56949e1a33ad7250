package rhumb.controller.northbound;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parameters of a request that are not checked against what the controller knows now. */
record Parameters(Map<String, String> words) {
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

    /** What a parameter means; null when it is left out. */
    <T> @Nullable T parsed(String name, Function<String, T> parse) {
        String word = words.get(name);
        try {
            return word == null ? null : parse.apply(word);
        } catch (IllegalArgumentException e) {
            throw new Refused(Answer.BAD_REQUEST, "parameter " + name + ": " + e.getMessage());
        }
    }
}
