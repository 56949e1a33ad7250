package rhumb.net;

import java.util.regex.Pattern;

/**
 * The name of a PoP: 1 to 24 characters, lower-case letters, digits and inner hyphens, such as
 * {@code sin} or {@code fra-2}.
 */
public record PopId(String name) implements Comparable<PopId> {
    static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?");

    public PopId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "PoP name \"" + name + "\": expected 1 to 24 of a-z, 0-9 and inner hyphens");
        }
    }

    @Override
    public int compareTo(PopId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
