package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb dscp-audit A B}. */
@Command(
        name = "dscp-audit",
        description =
                "Try all 64 code points from one PoP to another and back, and name what happens to them (RFC 9435).")
final class DscpAudit implements Callable<Integer> {
    private static final long POLL_MS = 200;

    /** A sweep takes less than 5 s, and those of other links may go before. */
    private static final int POLLS = 150;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Parameters(index = "0", paramLabel = "A", description = "PoP whose agent tries them")
    private String from = "";

    @Parameters(index = "1", paramLabel = "B", description = "PoP at the other end")
    private String to = "";

    @Override
    public Integer call() {
        Northbound controller = rhumb.northbound();
        Map<String, String> pair = Map.of("from", from, "to", to);
        return output.print(
                rhumb.out(),
                () -> {
                    JsonNode asked = controller.post("dscp-audit", pair);
                    return await(controller, pair, asked.path("sweep").asLong());
                },
                DscpAudit::tables);
    }

    private static String tables(JsonNode rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(CodePointTable.of(row)));
        return text.toString();
    }

    /** The rows of all links of the pair once the sweep went over them. */
    private JsonNode await(Northbound controller, Map<String, String> pair, long sweep) {
        boolean progress = output.tabular() && Output.onTerminal();
        PrintWriter err = spec.commandLine().getErr();
        for (int poll = 0; poll < POLLS; poll++) {
            JsonNode rows = controller.get("dscp", pair).path("dscp");
            ArrayNode swept = JsonNodeFactory.instance.arrayNode();
            int done = 0;
            for (JsonNode row : rows) {
                if (row.path("sweep").asLong() == sweep) {
                    swept.add(row);
                    done += row.path("progress").asInt();
                }
            }
            if (!rows.isEmpty() && done == rows.size() * Column.CODE_POINTS) {
                if (progress) {
                    err.print("\r\u001b[K");
                    err.flush();
                }
                return swept;
            }
            if (progress) {
                err.printf("\r%d of %d code points", done, rows.size() * Column.CODE_POINTS);
                err.flush();
            }
            pause();
        }
        throw new CommandFailure(
                ExitCode.REFUSED,
                "the sweep did not end: is the agent of "
                        + from
                        + " connected and does "
                        + to
                        + " answer? `rhumb show links --pop "
                        + from
                        + "`");
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
