package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb whatif CHANGE...}. */
@Command(
        name = "whatif",
        sortOptions = false,
        description = {
            "Say what would be if something were otherwise: who moves, to which quality, who is left"
                    + " without a path, which uplinks would be too full. Nothing is changed.",
            ""
        },
        footerHeading = "%nChanges, with the word and between several:%n",
        footer = {
            "  link A B down | up          it carries nothing | it works again",
            "  link A B loss 5%%            of its packets",
            "  link A B delay +30ms        or -8ms, or 80ms for the new one-way delay",
            "  link A B price x2           or +5, or 12: cents per gigabyte",
            "  uplink X/NAME down          or price x2; X alone is its main uplink",
            "  pop X down",
            "  provider P down             all its uplinks at once",
            "  risk G down                 all uplinks of a shared-risk group",
            "  add pop N near X            as X is, 1 ms away; or apart 2ms",
            "  add pop N at 59.91,10.75    by the intent's coordinates; or detour 1.6",
            "  add pop N delays fra=9ms lon=12ms",
            "  add pop N --delays FILE     lines POP DELAY, such as fra 9ms",
            "",
            "A and B are PoPs, or uplinks such as sin/isp1. The shell takes > for itself:",
            "write 'sin->fra' in quotes, or sin fra. For example:",
            "",
            "  rhumb whatif link sin fra loss 5%% and pop hkg down --class audio"
        })
final class WhatIf implements Callable<Integer> {
    /** More lines are no table. Everything is in the JSON. */
    private static final int MAX_ROWS = 40;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Parameters(arity = "1..*", paramLabel = "CHANGE", description = "what is imagined, see below")
    private List<String> words = new ArrayList<>();

    @Option(names = "--class", paramLabel = "CLASS", description = "only this class, such as audio")
    private @Nullable String trafficClass;

    @Option(
            names = "--delays",
            paramLabel = "FILE",
            description = "one-way delays of the PoP that is added: lines POP DELAY")
    private @Nullable Path delays;

    @Option(names = "--all", description = "all rows of a long table")
    private boolean all;

    @Override
    public Integer call() {
        List<String> change = new ArrayList<>(words);
        if (delays != null) {
            if (!"delays".equals(change.getLast())) {
                change.add("delays");
            }
            change.addAll(read(delays));
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("change", String.join(" ", change));
        if (trafficClass != null) {
            query.put("class", trafficClass);
        }
        Northbound controller = rhumb.northbound();
        return output.print(
                rhumb.out(), () -> controller.getPatiently("whatif", query), this::text);
    }

    /** Lines {@code POP DELAY}, blank ones and # comments aside, as the words POP=DELAY. */
    private static List<String> read(Path file) {
        List<String> words = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String content = line.replaceFirst("#.*", "").strip();
                String[] parts = content.split("[\\s=]+", -1);
                if (!content.isEmpty() && parts.length != 2) {
                    throw new CommandFailure(
                            ExitCode.USAGE,
                            file
                                    + ": \""
                                    + line.strip()
                                    + "\": expected POP DELAY, such as fra 9ms");
                }
                if (!content.isEmpty()) {
                    words.add(parts[0] + "=" + parts[1]);
                }
            }
            return words;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--delays " + file + " cannot be read: " + e.getMessage());
        }
    }

    private String text(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        text.append("what if ")
                .append(Column.joined(answer.path("changes"), "\n    and "))
                .append(" (against plan ")
                .append(answer.path("plan").asText())
                .append(", hold-down taken as over; nothing is changed)\n");
        answer.path("assumed").forEach(a -> text.append("  ").append(a.asText()).append('\n'));
        JsonNode pairs = answer.path("pairs");
        if (!pairs.isEmpty()) {
            text.append('\n');
            Table table = output.table(WhatIfColumns.pairs(pairs));
            text.append(table.print(all ? pairs : WhatIfColumns.first(pairs, MAX_ROWS)));
            if (!all && pairs.size() > MAX_ROWS) {
                text.append("... and ")
                        .append(pairs.size() - MAX_ROWS)
                        .append(" rows more: --all, --class CLASS or -o json\n");
            }
        }
        JsonNode uplinks = WhatIfColumns.changed(answer.path("uplinks"));
        if (!uplinks.isEmpty()) {
            text.append('\n').append(output.table(WhatIfColumns.UPLINKS).print(uplinks));
        }
        text.append('\n');
        answer.path("summary").forEach(l -> text.append(l.asText()).append('\n'));
        return text.toString();
    }
}
