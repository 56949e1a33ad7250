package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Revisions of the intent as text. */
final class IntentText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private IntentText() {}

    static String committed(JsonNode json) {
        StringBuilder text = new StringBuilder("revision ");
        text.append(json.path("revision").asLong())
                .append(": ")
                .append(json.path("what").asText())
                .append(", ")
                .append(json.path("state").asText());
        if (json.has("confirmByUnixMs")) {
            text.append(" until ")
                    .append(time(json.path("confirmByUnixMs").asLong()))
                    .append(": rhumb intent confirm");
        }
        return text.append('\n').toString();
    }

    static String diff(JsonNode json) {
        JsonNode lines = json.path("diff");
        if (lines.isEmpty()) {
            return "no difference to revision " + json.path("from").asLong() + "\n";
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode line : lines) {
            boolean was = line.hasNonNull("before");
            boolean is = line.hasNonNull("after");
            text.append(was && is ? "~ " : is ? "+ " : "- ")
                    .append(line.path("place").asText())
                    .append(": ")
                    .append(was ? line.path("before").asText() : "")
                    .append(was && is ? " -> " : "")
                    .append(is ? line.path("after").asText() : "")
                    .append('\n');
        }
        return text.append(lines.size())
                .append(lines.size() == 1 ? " difference" : " differences")
                .append(" to revision ")
                .append(json.path("from").asLong())
                .append('\n')
                .toString();
    }

    static String log(JsonNode json, Output output) {
        JsonNode commits = json.path("commits");
        if (commits.isEmpty()) {
            return "nothing was committed: what the controller's configuration says holds\n";
        }
        return output.table(
                        List.of(
                                Column.number("REVISION", "revision"),
                                new Column(
                                        "WHEN", false, row -> time(row.path("atUnixMs").asLong())),
                                Column.text("WHO", "who").yields(8),
                                Column.text("WHAT", "what").yields(20),
                                Column.text("STATE", "state"),
                                Column.text("WHY", "why").yields(12)))
                .print(commits);
    }

    static String document(JsonNode json) {
        StringBuilder text = new StringBuilder();
        json.path("operations")
                .forEach(one -> text.append("# beside it: ").append(one.asText()).append('\n'));
        if (json.path("revision").asLong() == 0) {
            text.append("# from the controller's own configuration; nothing was committed yet\n");
        }
        return text.append(json.path("document").asText("")).toString();
    }

    static String time(long unixMs) {
        return TIME.format(Instant.ofEpochMilli(unixMs));
    }
}
