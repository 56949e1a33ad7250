package rhumb.reference;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.QueueIntent;
import rhumb.controller.io.ControllerConfig;
import rhumb.forward.io.ForwarderConfig;
import rhumb.host.config.RecordKeys;
import rhumb.net.TrafficClass;
import rhumb.probe.io.AgentConfig;

/** docs/reference/configuration.md: every key of the three files and of the intent. */
final class ConfigurationPage {
    private static final String HEAD =
            """
            # Configuration

            Every key of the files of the three processes and of the intent. This page is made of the records that the files
            are read into (`./rhumb reference configuration`), as the JSON Schema of the intent is, and a test fails when it
            no longer says what they hold. Each process prints a commented example with `--sample-config`.

            Files are YAML. Unknown keys are refused, with the nearest known one; `--check` tells every mistake of a file
            with line, column, key and what was expected. Keys without "yes" under *must* may be left out; then the default
            holds. Values: durations `20ms`, `60s`, `1h`; rates `64kbps`, `20mbps`, `1gbps`; shares `1.5%%`; sizes `256mib`;
            addresses `192.0.2.1:4790` or `[2001:db8::1]:4790`. Traffic classes: %s.
            """
                    .formatted(
                            TrafficClass.ALL.stream()
                                    .map(c -> Rows.code(c.toString()))
                                    .collect(Collectors.joining(", ")));

    private ConfigurationPage() {}

    static String text() {
        return HEAD
                + file(
                        "Controller",
                        "`rhumb controller --config FILE`. Keys of `intent` are the next chapter.",
                        ControllerConfig.class,
                        Set.of(Intent.class))
                + file(
                        "Intent",
                        "What operators want of the overlay: the key `intent` of the controller's file or a file of its own,"
                                + " and what `rhumb intent apply` commits (`docs/intent.md`). For editors:"
                                + " `docs/schema/intent.schema.json`.",
                        Intent.class,
                        Set.of())
                + file("Agent", "`rhumb agent --config FILE`.", AgentConfig.class, Set.of())
                + file(
                        "Forwarder",
                        "`rhumb forwarder --config FILE`.",
                        ForwarderConfig.class,
                        Set.of());
    }

    private static String file(
            String title, String what, Class<? extends Record> type, Set<Class<?>> elsewhere) {
        StringBuilder text = new StringBuilder("\n## " + title + "\n\n" + what + "\n");
        for (RecordKeys.Section section : RecordKeys.of(type, elsewhere)) {
            section(text, section);
        }
        return text.toString();
    }

    private static void section(StringBuilder text, RecordKeys.Section section) {
        if (!section.paths().equals(List.of(""))) {
            text.append("\n### ")
                    .append(
                            section.paths().stream()
                                    .map(Rows::code)
                                    .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        Rows rows = new Rows("key", "type", "must", "default", "meaning");
        for (RecordKeys.Key key : section.keys()) {
            boolean below = key.standard().equals(RecordKeys.BELOW);
            rows.row(
                    Rows.code(key.name()),
                    key.type(),
                    key.required() ? "yes" : "",
                    below ? key.standard() : Rows.code(key.standard()),
                    key.meaning());
        }
        text.append('\n').append(rows);
        if (!section.standards().isEmpty()) {
            text.append("\nDefaults:\n\n").append(standards(section));
        }
        if (section.type() == QueueIntent.ClassIntent.class) {
            text.append("\nWeights of classes:");
            TrafficClass.ALL.stream()
                    .filter(c -> !c.phb().strict() && c != TrafficClass.VIDEO_KEY)
                    .forEach(c ->
                            text.append(c == TrafficClass.VIDEO ? " " : ", ")
                                    .append(Rows.code(c.toString()))
                                    .append(' ')
                                    .append(c.phb().weight()));
            text.append(".\n");
        }
    }

    /** One row for each class. */
    private static Rows standards(RecordKeys.Section section) {
        String[] heads = new String[section.keys().size() + 1];
        heads[0] = "class";
        for (int i = 1; i < heads.length; i++) {
            heads[i] = Rows.code(section.keys().get(i - 1).name());
        }
        Rows rows = new Rows(heads);
        section.standards()
                .forEach((name, values) -> {
                    String[] cells = new String[heads.length];
                    cells[0] = Rows.code(name);
                    for (int i = 1; i < cells.length; i++) {
                        cells[i] = values.get(i - 1);
                    }
                    rows.row(cells);
                });
        return rows;
    }
}
