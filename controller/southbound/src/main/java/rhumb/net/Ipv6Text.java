package rhumb.net;

import org.jspecify.annotations.Nullable;

/** IPv6 addresses as text: RFC 4291 section 2.2 in, RFC 5952 out. */
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    /**
     * The two halves of the address, or null when the text is none. Zone ids and embedded IPv4 are
     * not accepted.
     */
    static long @Nullable [] parse(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return fill(groups, text, 0) == GROUPS ? halves(groups) : null;
        }
        int[] tail = new int[GROUPS];
        int headCount = fill(groups, text.substring(0, gap), 0);
        int tailCount = fill(tail, text.substring(gap + 2), 0);
        if (headCount < 0 || tailCount < 0 || headCount + tailCount >= GROUPS) {
            return null;
        }
        System.arraycopy(tail, 0, groups, GROUPS - tailCount, tailCount);
        return halves(groups);
    }

    static String format(long high, long low) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> 48 - 16 * (i % 4)) & 0xffff;
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && groups[i + length] == 0) {
                length++;
            }
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static int fill(int[] groups, String text, int start) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = start;
        for (String part : text.split(":", -1)) {
            boolean hex =
                    !part.isEmpty()
                            && part.length() <= 4
                            && part.chars().allMatch(c -> Character.digit(c, 16) >= 0);
            if (!hex || count == GROUPS) {
                return -1;
            }
            groups[count++] = Integer.parseInt(part, 16);
        }
        return count;
    }

    private static long[] halves(int[] groups) {
        long[] halves = new long[2];
        for (int i = 0; i < GROUPS; i++) {
            halves[i / 4] = halves[i / 4] << 16 | groups[i];
        }
        return halves;
    }
}
