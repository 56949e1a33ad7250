package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb trace SRC DST}: the path hop for hop, by packets that take it. */
@Command(
        name = "trace",
        description = {
            "Send packets along the path that media of a class take from one PoP to another right now, and show for each hop the delay, the loss and the longest media packet that crosses.",
            "Delays are round trips, there and back over the same links, by the clock of SRC. Loss is of both ways together."
        })
final class Trace implements Callable<Integer> {
    private static final long POLL_MS = 200;

    /** The controller gives a forwarder up after 40 s. */
    private static final int POLLS = 250;

    private static final List<Column> COLUMNS =
            List.of(
                    Column.number("HOP", "hop"),
                    Column.text("POP", "pop"),
                    Column.number("SENT", "sent"),
                    Column.percent("LOSS", "lossPpm"),
                    Column.decimal("RTT ms", "rttMs", 2),
                    Column.decimal("MEAN ms", "rttMsMean", 2),
                    Column.decimal("WORST ms", "rttMsMax", 2),
                    Column.decimal("THIS LINK ms", "hopRttMs", 2),
                    Column.number("MEDIA BYTES", "payloadBytesMax"));

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Parameters(index = "0", paramLabel = "SRC", description = "PoP where the path begins")
    private String from = "";

    @Parameters(index = "1", paramLabel = "DST", description = "PoP where it ends")
    private String to = "";

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            defaultValue = "audio",
            description = "traffic class (default: ${DEFAULT-VALUE})")
    private String trafficClass = "audio";

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            description = "packets to each hop, 200 at most (default: ${DEFAULT-VALUE})")
    private int count = 10;

    @Override
    public Integer call() {
        Northbound controller = rhumb.northbound();
        return output.print(
                rhumb.out(), () -> trace(controller, from, to, trafficClass, count), this::table);
    }

    /** Has a trace made and waits for its end. */
    static JsonNode trace(
            Northbound controller, String from, String to, String trafficClass, int count) {
        Map<String, String> query = new TreeMap<>();
        query.put("from", from);
        query.put("to", to);
        query.put("class", trafficClass);
        query.put("count", Integer.toString(count));
        String number = controller.post("trace", query).path("trace").asText();
        for (int poll = 0; poll < POLLS; poll++) {
            JsonNode answer = controller.get("trace", Map.of("trace", number));
            if (!answer.path("running").asBoolean()) {
                return answer;
            }
            pause();
        }
        throw new CommandFailure(
                ExitCode.REFUSED,
                "the trace did not end: is the forwarder of "
                        + from
                        + " connected? `rhumb show pops`");
    }

    private String table(JsonNode trace) {
        StringBuilder text = new StringBuilder();
        text.append(trace.path("class").asText())
                .append(' ')
                .append(trace.path("path").asText())
                .append('\n');
        text.append(output.table(COLUMNS).print(trace.path("hops")));
        trace.path("lines").forEach(line -> text.append(line.asText()).append('\n'));
        return text.toString();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.REFUSED, "interrupted");
        }
    }
}
