package rhumb.host.config;

import java.util.List;
import java.util.Map;

/** YAML with the place where each value was written, both counted from 1. */
sealed interface YamlNode {
    int line();

    int column();

    /** What it is, as an error says it. */
    String kind();

    /** A single value, as it was written; {@code what} is how YAML understands it. */
    record Scalar(int line, int column, String text, What what) implements YamlNode {
        enum What {
            TEXT,
            NUMBER,
            FRACTION,
            BOOLEAN,
            EMPTY
        }

        @Override
        public String kind() {
            return switch (what) {
                case TEXT -> "text \"" + text + "\"";
                case NUMBER, FRACTION -> "number " + text;
                case BOOLEAN -> text;
                case EMPTY -> "nothing";
            };
        }
    }

    /** A list. */
    record Sequence(int line, int column, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in the order of the file. */
    record Mapping(int line, int column, Map<Key, YamlNode> entries) implements YamlNode {
        @Override
        public String kind() {
            return "keys with values";
        }
    }

    /** A key and where it stands. */
    record Key(int line, int column, String name) {}
}
