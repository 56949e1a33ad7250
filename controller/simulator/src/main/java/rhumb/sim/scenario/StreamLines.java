package rhumb.sim.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;

/** Reads {@code stream}. */
final class StreamLines {
    static final int MAX_STREAMS = 500;

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 1_400;
    private static final long LEAST_INTERVAL_NS = 50_000;
    private static final List<String> WORDS =
            List.of("duplex", "rate", "size", "from", "to", "tenant");

    private StreamLines() {}

    static void stream(Words words, Draft draft) {
        String name = words.take();
        if (!NAME.matcher(name).matches()) {
            words.complaints()
                    .expected(
                            words.line(),
                            "stream",
                            "a name of 1 to 32 letters, digits, dots, hyphens and underscores",
                            name);
        } else if (draft.streams.containsKey(name)) {
            words.say("stream", "stream \"" + name + "\" stands here a second time; rename one");
        } else if (draft.streams.size() == MAX_STREAMS) {
            words.say("stream", "expected at most " + MAX_STREAMS + " streams");
        }
        StreamKind kind = kind(words);
        LinkId direction = words.direction("stream", draft);
        if (kind == null || direction == null) {
            words.skipRest();
            return;
        }
        Options options = new Options(kind, draft.durationNs);
        while (words.hasMore()) {
            options.read(words);
        }
        StreamSpec stream = options.stream(words, name, direction);
        options.checkTenant(words, draft);
        if (stream != null) {
            draft.streams.putIfAbsent(name, stream);
        }
    }

    private static @Nullable StreamKind kind(Words words) {
        String text = words.take();
        for (StreamKind kind : StreamKind.values()) {
            if (kind.label().equals(text)) {
                return kind;
            }
        }
        words.complaints()
                .expectedOneOf(words.line(), "stream", "a kind", StreamKind.labels(), text);
        return null;
    }

    /** What stands behind kind and direction. */
    private static final class Options {
        private final StreamKind kind;
        private final long durationNs;
        private boolean duplex;
        private long startNs;
        private long endNs;
        private int sizeBytes;
        private long rateBps;
        private long intervalNs;
        private String tenant = "";

        Options(StreamKind kind, long durationNs) {
            this.kind = kind;
            this.durationNs = durationNs;
            this.endNs = durationNs;
            this.sizeBytes = kind.usualSizeBytes();
            this.intervalNs = kind.usualIntervalNs();
        }

        void read(Words words) {
            String word = words.take();
            boolean generated = kind.source() == StreamKind.Source.PAYLOAD;
            switch (word) {
                case "duplex" -> duplex = true;
                case "from" -> startNs = words.duration("from", 0);
                case "to" -> endNs = words.duration("to", durationNs);
                case "size" -> sizeBytes = (int) words.value("size", sizes(), this::size, 200);
                case "rate" -> rate(words);
                case "tenant" -> tenant = words.take();
                default -> {
                    words.complaints()
                            .expectedOneOf(words.line(), "stream", "a stream word", WORDS, word);
                    words.skipRest();
                }
            }
            if (!generated && Arrays.asList("size", "rate").contains(word)) {
                words.say(
                        word,
                        "a stream of kind "
                                + kind.label()
                                + " has the "
                                + word
                                + " of the shipped sample; remove this");
            }
            if (duplex && kind.source() == StreamKind.Source.FLV) {
                words.say("duplex", "a live stream goes one way; remove this");
                duplex = false;
            }
        }

        /** Tenants are of datagrams, and named by a statement. */
        void checkTenant(Words words, Draft draft) {
            if (tenant.isEmpty()) {
                return;
            }
            if (kind.source() == StreamKind.Source.FLV) {
                words.say("tenant", "a live stream is TCP, which no cap holds for; remove this");
            } else if (!draft.shares.containsKey("tenant " + tenant)) {
                words.complaints()
                        .expectedOneOf(
                                words.line(),
                                "tenant",
                                "a tenant of this scenario",
                                draft.tenantNames(),
                                tenant);
            }
        }

        private void rate(Words words) {
            String text = words.peek();
            if (text.endsWith("/s")) {
                long milli =
                        words.value(
                                "rate",
                                Quantity.RATE + ", or packets such as 10/s",
                                t -> positive(Quantity.perSecondMilli(t)),
                                1_000);
                intervalNs = 1_000 * Draft.S / milli;
            } else {
                rateBps =
                        words.value(
                                "rate",
                                Quantity.RATE + ", or packets such as 10/s",
                                t -> positive(Quantity.rate(t)),
                                1_000);
            }
        }

        @Nullable StreamSpec stream(Words words, String name, LinkId direction) {
            if (rateBps > 0) {
                intervalNs = sizeBytes * 8L * Draft.S / rateBps;
            }
            if (kind.source() == StreamKind.Source.PAYLOAD && intervalNs < LEAST_INTERVAL_NS) {
                words.say("rate", "expected at most 20000 packets a second");
            }
            if (startNs >= endNs || endNs > durationNs) {
                words.say(
                        "to",
                        "expected an end after the start and at most the duration, "
                                + durationNs / 1_000_000
                                + "ms");
                return null;
            }
            return new StreamSpec(
                    name,
                    kind,
                    direction.source(),
                    direction.target(),
                    duplex,
                    startNs,
                    endNs,
                    intervalNs,
                    sizeBytes,
                    tenant);
        }

        private static String sizes() {
            return "bytes from " + LEAST_BYTES + " to " + MOST_BYTES;
        }

        private OptionalLong size(String text) {
            OptionalLong bytes = Quantity.count(text);
            boolean good =
                    bytes.isPresent()
                            && bytes.getAsLong() >= LEAST_BYTES
                            && bytes.getAsLong() <= MOST_BYTES;
            return good ? bytes : OptionalLong.empty();
        }

        private static OptionalLong positive(OptionalLong value) {
            return value.isPresent() && value.getAsLong() == 0 ? OptionalLong.empty() : value;
        }
    }
}
