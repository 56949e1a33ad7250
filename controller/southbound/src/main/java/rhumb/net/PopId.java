package rhumb.net;

/**
 * The name of a PoP: 1 to 24 characters, lower-case letters, digits and inner hyphens, such as
 * {@code sin} or {@code fra-2}.
 */
public record PopId(String name) implements Comparable<PopId> {
    private static final int LONGEST = 24;

    public PopId {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "PoP name \"" + name + "\": expected 1 to 24 of a-z, 0-9 and inner hyphens");
        }
    }

    /** Names come with every message, so they are looked at by hand. */
    static boolean isName(String name) {
        int length = name.length();
        if (length == 0 || length > LONGEST) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            boolean inner = i > 0 && i < length - 1;
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && inner)) {
                return false;
            }
        }
        return true;
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
