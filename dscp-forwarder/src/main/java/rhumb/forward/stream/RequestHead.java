package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Collects the head of a viewer's HTTP request and finds its target (RFC 9112 section 3). Only GET
 * with a path of the server's own is taken: what reaches the media server is built anew from the
 * target, so that nothing else of a stranger's bytes goes there.
 */
final class RequestHead {
    /** Specification constant: longest head taken. */
    static final int MAX_BYTES = 8_192;

    private final StringBuilder head = new StringBuilder();
    private boolean bad;

    /** Whether the request can never become a good one. */
    boolean isBad() {
        return bad;
    }

    /** Takes bytes; the target once the head is whole, null before that. */
    @Nullable String take(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !bad) {
            head.append((char) (bytes.get() & 0xff));
            bad = head.length() > MAX_BYTES;
            if (endsWith("\r\n\r\n") || endsWith("\n\n")) {
                String target = target(head.substring(0, head.indexOf("\n")).stripTrailing());
                bad = target == null;
                return target;
            }
        }
        return null;
    }

    /** Whether text may stand as an absolute path in a request line. */
    static boolean isTarget(String text) {
        return text.startsWith("/")
                && text.length() <= StreamPreface.MAX_REQUEST_BYTES
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The request that the origin side sends to the media server. */
    static ByteBuffer toOrigin(String target, String host) {
        String request =
                "GET "
                        + target
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nUser-Agent: rhumb\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** A whole answer without media, for a viewer whose stream never began. */
    static ByteBuffer refusal(String status, String text) {
        String answer =
                "HTTP/1.1 "
                        + status
                        + "\r\nContent-Type: text/plain\r\nContent-Length: "
                        + (text.length() + 1)
                        + "\r\nConnection: close\r\n\r\n"
                        + text
                        + "\n";
        return ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private boolean endsWith(String tail) {
        int start = head.length() - tail.length();
        return start >= 0 && head.indexOf(tail, start) == start;
    }

    private static @Nullable String target(String requestLine) {
        String[] parts = requestLine.split(" ", -1);
        boolean get = parts.length == 3 && parts[0].equals("GET") && parts[2].startsWith("HTTP/1.");
        return get && isTarget(parts[1]) ? parts[1] : null;
    }
}
