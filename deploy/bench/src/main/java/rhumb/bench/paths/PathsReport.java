package rhumb.bench.paths;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.bench.paths.peer.PeerRow;

/**
 * All that {@code rhumb bench paths} found.
 *
 * @param study of a measured matrix; null when the mesh was made up
 */
public record PathsReport(List<PathsRow> rows, List<PeerRow> peers, @Nullable Input study) {
    /** A matrix that was read. */
    public record Input(String file, int pops, String quantity, MatrixStudy study) {}

    public PathsReport {
        rows = List.copyOf(rows);
        peers = List.copyOf(peers);
    }

    /** Times in ms to the microsecond; fields that have no value are null. */
    public String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeArrayFieldStart("rows");
            for (PathsRow row : rows) {
                write(out, row);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("peers");
            for (PeerRow peer : peers) {
                write(out, peer);
            }
            out.writeEndArray();
            if (study != null) {
                write(out, study);
            }
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator out, PathsRow row) throws IOException {
        out.writeStartObject();
        out.writeNumberField("pops", row.pops());
        out.writeNumberField("classes", row.classes());
        out.writeNumberField("maxLinks", row.maxLinks());
        out.writeStringField("work", row.work().toString());
        number(out, "medianMs", row.timing().medianMs());
        number(out, "p99Ms", row.timing().p99Ms());
        out.writeBooleanField("identical", row.identical());
        out.writeNumberField("threads", row.threads());
        out.writeNumberField("runs", row.timing().runs());
        number(out, "targetMs", row.targetMs());
        number(out, "heldMb", row.heldMb());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, PeerRow peer) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", peer.name());
        out.writeNumberField("pops", peer.pops());
        number(out, "medianMs", peer.medianMs());
        out.writeNumberField("sources", peer.sources());
        out.writeBooleanField("agrees", peer.agrees());
        if (!peer.ran()) {
            out.writeStringField("skipped", peer.skipped());
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Input input) throws IOException {
        out.writeObjectFieldStart("input");
        out.writeStringField("file", input.file());
        out.writeNumberField("pops", input.pops());
        out.writeStringField("quantity", input.quantity());
        Asymmetry asymmetry = input.study().asymmetry();
        out.writeNumberField("pairsBothWays", asymmetry.pairs());
        number(out, "asymmetryMedianPercent", asymmetry.medianPercent());
        number(out, "asymmetryP90Percent", asymmetry.p90Percent());
        out.writeArrayFieldStart("bounds");
        for (MatrixStudy.Bound bound : input.study().bounds()) {
            RelayGains gains = bound.gains();
            out.writeStartObject();
            out.writeNumberField("maxLinks", gains.maxLinks());
            number(out, "medianMs", bound.timing().medianMs());
            number(out, "p99Ms", bound.timing().p99Ms());
            out.writeBooleanField("identical", bound.identical());
            out.writeNumberField("pairs", gains.pairs());
            out.writeNumberField("improved", gains.improved());
            number(out, "improvedPercent", gains.improvedPercent());
            out.writeNumberField("reached", gains.reached());
            number(out, "gainMedianMs", gains.medianMs());
            number(out, "gainP90Ms", gains.p90Ms());
            number(out, "gainMedianPercent", gains.medianPercent());
            number(out, "gainP90Percent", gains.p90Percent());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumberField(name, Math.round(value * 1_000) / 1_000.0);
        } else {
            out.writeNullField(name);
        }
    }
}
