package rhumb.bench.input;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats that are read. */
public enum MatrixFormat {
    /** Round trips in ms, names in the first line and column; as Azure publishes its regions. */
    CSV,
    /** NetLatency-Data, PlanetLab: a square of round trips in ms. */
    PLANETLAB,
    /** NetLatency-Data, Seattle: a square of round trips in seconds. */
    SEATTLE,
    /** CSV with source, destination and avg: pings between the servers of WonderNetwork, in ms. */
    WONDERNETWORK,
    /** Internet Topology Zoo: places and links, no delays. */
    GML,
    /** SNDlib native: places and links, no delays. */
    SNDLIB,
    /** REPETITA: links with one-way delays in microseconds, some in ms. */
    REPETITA;

    /** Lines that may come before GML's graph: comments, creator, version. */
    private static final int GML_PREFACE_LINES = 50;

    /** As written on a command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a file's text.
     *
     * @param file its name, for errors
     * @param format null to recognise it by its content
     * @param detour how much longer fibre is than the great circle, where delays are estimated
     * @throws InputException when the text is not of the format
     */
    public static DelayMatrix read(
            String file, String text, @Nullable MatrixFormat format, double detour) {
        Source source = Source.of(file, text);
        return switch (format == null ? recognise(source) : format) {
            case CSV -> CsvMatrix.read(source);
            case PLANETLAB -> NetLatency.read(source, 1);
            case SEATTLE -> NetLatency.read(source, 1_000);
            case WONDERNETWORK -> WonderNetwork.read(source);
            case GML -> TopologyZoo.read(source, new Fibre(detour));
            case SNDLIB -> SndLib.read(source, new Fibre(detour));
            case REPETITA -> Repetita.read(source);
        };
    }

    /** The format of a text by what stands in it. */
    static MatrixFormat recognise(Source source) {
        List<String> lines = source.lines();
        int first = 0;
        while (first < lines.size() && lines.get(first).isBlank()) {
            first++;
        }
        if (first == lines.size()) {
            throw source.fail(0, "nothing in it", "a matrix of delays or a topology");
        }
        String line = lines.get(first).strip();
        if (line.startsWith("?SNDlib")) {
            return SNDLIB;
        }
        if (line.matches("NODES\\s+[0-9]+")) {
            return REPETITA;
        }
        for (int i = first; i < Math.min(lines.size(), first + GML_PREFACE_LINES); i++) {
            if (lines.get(i).strip().matches("graph(\\s*\\[.*)?")) {
                return GML;
            }
        }
        if (line.contains(",")) {
            return WonderNetwork.isHeading(line) ? WONDERNETWORK : CSV;
        }
        if (NetLatency.isRow(line)) {
            return NetLatency.looksLikeSeconds(source) ? SEATTLE : PLANETLAB;
        }
        throw source.fail(
                first + 1,
                "a format that is not known: " + Source.shown(line),
                "one of " + List.of(values()) + ", which --format says");
    }
}
