package rhumb.net;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The product's grades of traffic, from two axes: urgency and reliability. {@link #code()} is what
 * packets and reports carry and never changes; smaller codes are more important, and failures are
 * repaired in that order.
 *
 * <p>Code points follow RFC 4594 and RFC 8837 section 5.
 */
public enum TrafficClass {
    SIGNALLING("signalling", Dscp.CS5, Phb.NETWORK_CONTROL, 0),
    AUDIO("audio", Dscp.EF, Phb.EXPEDITED, 0),
    VIDEO_KEY("video-key", Dscp.AF41, Phb.ASSURED_REAL_TIME, 0),
    VIDEO("video", Dscp.AF42, Phb.ASSURED_REAL_TIME, 1),
    LIVE("live", Dscp.AF31, Phb.ASSURED_STREAMING, 0),
    BULK("bulk", Dscp.AF11, Phb.ASSURED_BULK, 0),
    DEFAULT("default", Dscp.DF, Phb.BEST_EFFORT, 0),
    LOG("log", Dscp.LE, Phb.LOWER_EFFORT, 0);

    public static final List<TrafficClass> ALL = List.of(values());
    public static final int COUNT = ALL.size();

    private static final TrafficClass[] BY_CODE = values();
    private static final TrafficClass[] BY_CODE_POINT = byCodePoint();

    private final String label;
    private final Dscp dscp;
    private final Phb phb;
    private final int dropPrecedence;

    TrafficClass(String label, Dscp dscp, Phb phb, int dropPrecedence) {
        this.label = label;
        this.dscp = dscp;
        this.phb = phb;
        this.dropPrecedence = dropPrecedence;
    }

    /** The class with this wire code, 0 to 7; null for any other number. */
    public static @org.jspecify.annotations.Nullable TrafficClass ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /**
     * The class that a received code point asks for; unassigned code points are {@link #DEFAULT}.
     */
    public static TrafficClass ofDscp(int codePoint) {
        return BY_CODE_POINT[codePoint & 0x3f];
    }

    /** Reads a label such as {@code video-key}. */
    public static TrafficClass parse(String text) {
        return ALL.stream()
                .filter(c -> c.label.equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "class \"" + text + "\": expected one of " + labels()));
    }

    /** All labels, as an error text lists them. */
    public static String labels() {
        return ALL.stream().map(TrafficClass::label).collect(Collectors.joining(", "));
    }

    public int code() {
        return ordinal();
    }

    /** The name operators type and read. */
    public String label() {
        return label;
    }

    /** The code point written on packets of this class that carry none of their own. */
    public Dscp dscp() {
        return dscp;
    }

    public Phb phb() {
        return phb;
    }

    /**
     * Which packets of one queue go first when it is full: 0 is dropped last (RFC 2597 section 2).
     */
    public int dropPrecedence() {
        return dropPrecedence;
    }

    @Override
    public String toString() {
        return label;
    }

    private static TrafficClass[] byCodePoint() {
        TrafficClass[] table = new TrafficClass[Dscp.COUNT];
        Arrays.fill(table, DEFAULT);
        for (int cs = 5; cs <= 7; cs++) {
            table[cs << 3] = SIGNALLING;
        }
        table[44] = AUDIO;
        table[46] = AUDIO;
        table[34] = VIDEO_KEY;
        table[32] = VIDEO;
        table[36] = VIDEO;
        table[38] = VIDEO;
        for (int live : new int[] {24, 26, 28, 30}) {
            table[live] = LIVE;
        }
        for (int bulk : new int[] {10, 12, 14}) {
            table[bulk] = BULK;
        }
        table[1] = LOG;
        table[8] = LOG;
        return table;
    }
}
