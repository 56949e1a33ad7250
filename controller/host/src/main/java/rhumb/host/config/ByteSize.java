package rhumb.host.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much room something takes, written {@code 256mib}, {@code 2gib}, {@code 64kib}. */
public record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(k|m|g)ib");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("size " + bytes + ": expected 0 or more");
        }
    }

    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "size \""
                            + text
                            + "\": expected a whole number with kib, mib or gib, such as 256mib");
        }
        int shift =
                switch (matcher.group(2)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    default -> 30;
                };
        return new ByteSize(Long.parseLong(matcher.group(1)) << shift);
    }

    /** In the biggest unit that holds it whole. */
    @Override
    public String toString() {
        return bytes % (1 << 30) == 0
                ? (bytes >> 30) + "gib"
                : bytes % (1 << 20) == 0 ? (bytes >> 20) + "mib" : (bytes >> 10) + "kib";
    }
}
