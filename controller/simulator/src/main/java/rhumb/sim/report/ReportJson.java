package rhumb.sim.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import rhumb.sim.ledger.StreamFigures;

/** Writes a report as JSON: the same report gives the same bytes. */
public final class ReportJson {
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_US = 1_000;

    private ReportJson() {}

    /** The report as text that ends with a line feed. */
    public static String write(RunReport report) {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.setPrettyPrinter(printer);
            report(out, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void report(JsonGenerator out, RunReport r) throws IOException {
        out.writeStartObject();
        out.writeStringField("scenario", r.scenario());
        out.writeStringField("title", r.title());
        out.writeStringField("driver", r.driver());
        out.writeNumberField("seed", r.seed());
        out.writeNumberField("durationMs", r.durationMs());
        out.writeNumberField("pops", r.pops());
        out.writeNumberField("links", r.links());
        out.writeBooleanField("ok", r.ok());
        out.writeArrayFieldStart("events");
        for (EventReport event : r.events()) {
            event(out, event);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("streams");
        for (StreamReport stream : r.streams()) {
            stream(out, stream);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("expectations");
        for (ExpectationReport e : r.expectations()) {
            out.writeStartObject();
            out.writeStringField("text", e.text());
            out.writeBooleanField("held", e.held());
            out.writeStringField("measured", e.measured());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void event(JsonGenerator out, EventReport e) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", e.number());
        out.writeNumberField("atMs", e.atNs() / NS_PER_MS);
        out.writeStringField("what", e.what());
        milliseconds(out, "detectMs", e.detectNs());
        milliseconds(out, "localSwitchMs", e.localSwitchNs());
        milliseconds(out, "recoveredMs", e.recovery().afterNs());
        out.writeBooleanField("affected", e.recovery().affected());
        out.writeEndObject();
    }

    private static void stream(JsonGenerator out, StreamReport s) throws IOException {
        StreamFigures f = s.figures();
        out.writeStartObject();
        out.writeStringField("name", s.name());
        out.writeStringField("kind", s.kind());
        out.writeStringField("class", s.trafficClass().label());
        out.writeStringField("from", s.from().name());
        out.writeStringField("to", s.to().name());
        out.writeNumberField("sent", f.sent());
        out.writeNumberField("received", f.received());
        out.writeNumberField("lost", f.lost());
        out.writeNumberField("duplicate", f.duplicate());
        out.writeNumberField("reordered", f.reordered());
        out.writeNumberField("corrupt", f.corrupt());
        microseconds(out, "delayUsP50", f.delayNsP50());
        microseconds(out, "delayUsP99", f.delayNsP99());
        microseconds(out, "delayUsMax", f.delayNsMax());
        out.writeNumberField("longestGapMs", f.longestGapNs() / NS_PER_MS);
        out.writeNumberField("switches", s.switches());
        out.writeNumberField("wrongDscp", f.wrongDscp());
        out.writeNumberField("sentBytes", f.sentBytes());
        out.writeNumberField("lostBytes", f.lostBytes());
        out.writeNumberField("corruptBytes", f.corruptBytes());
        out.writeEndObject();
    }

    /** Rounded up, so that a time of less than a millisecond is not shown as none. */
    private static void milliseconds(JsonGenerator out, String key, OptionalLong ns)
            throws IOException {
        if (ns.isPresent()) {
            out.writeNumberField(key, Math.ceilDiv(ns.getAsLong(), NS_PER_MS));
        } else {
            out.writeNullField(key);
        }
    }

    private static void microseconds(JsonGenerator out, String key, long ns) throws IOException {
        if (ns >= 0) {
            out.writeNumberField(key, ns / NS_PER_US);
        } else {
            out.writeNullField(key);
        }
    }
}
