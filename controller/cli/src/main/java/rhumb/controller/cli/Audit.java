package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rhumb audit}. */
@Command(
        name = "audit",
        sortOptions = false,
        description = {
            "Show who asked for what to be done, and what came of it: changes, and what was refused"
                    + " for want of a role. The newest last.",
            ""
        })
final class Audit implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("AT", false, row -> IntentText.time(row.path("atUnixMs").asLong())),
                    Column.text("WHO", "who").yields(8),
                    Column.text("FROM", "from").wide(),
                    Column.text("WHAT", "what").yields(24),
                    Column.number("STATUS", "status"),
                    Column.text("OUTCOME", "outcome").yields(24));

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "COUNT",
            defaultValue = "50",
            description = "how many, 1 to 1000 (default: ${DEFAULT-VALUE})")
    private int last = 50;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Override
    public Integer call() {
        Map<String, String> query = Map.of("last", Integer.toString(last));
        return output.print(rhumb.out(), () -> rhumb.northbound().get("audit", query), this::table);
    }

    private String table(JsonNode answer) {
        return output.table(COLUMNS).print(answer.path("entries"));
    }
}
