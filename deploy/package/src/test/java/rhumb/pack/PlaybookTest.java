package rhumb.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What must be so of the playbook whatever it does, looked at in every build without Ansible;
 * {@code deploy/ansible/try-in-roots} runs the whole.
 */
class PlaybookTest {
    private static final Path ROOT =
            Path.of(System.getProperty("rhumb.root", "../..")).toAbsolutePath().normalize();
    private static final Path HERE = ROOT.resolve("deploy/ansible");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern MODULE = Pattern.compile("[a-z_]+\\.[a-z_]+\\.[a-z_]+");
    private static final Pattern VARIABLE = Pattern.compile("\\brhumb_[a-z_]+\\b");

    private static JsonNode read(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    private static List<Path> tasks() throws IOException {
        try (Stream<Path> files = Files.list(HERE.resolve("roles/rhumb/tasks"))) {
            return files.sorted().toList();
        }
    }

    /** Tasks of all files, those of blocks too, each as it is written. */
    private static List<JsonNode> all() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (Path file : tasks()) {
            read(file).forEach(task -> collect(task, all));
        }
        read(HERE.resolve("site.yaml"))
                .forEach(play -> play.path("tasks").forEach(task -> collect(task, all)));
        return all;
    }

    private static void collect(JsonNode task, List<JsonNode> all) {
        if (task.has("block")) {
            task.path("block").forEach(inner -> collect(inner, all));
        } else {
            all.add(task);
        }
    }

    private static List<String> words(JsonNode task) {
        List<String> words = new ArrayList<>();
        task.path("ansible.builtin.command").path("argv").forEach(word -> words.add(word.asText()));
        return words.isEmpty()
                ? List.of(task.path("ansible.builtin.command").path("argv").asText())
                : words;
    }

    @Test
    void nothingButAnsibleItselfIsNeeded() throws IOException {
        for (JsonNode task : all()) {
            List<String> modules = new ArrayList<>();
            task.fieldNames()
                    .forEachRemaining(key -> {
                        if (MODULE.matcher(key).matches()) {
                            modules.add(key);
                        }
                    });
            assertThat(modules).as("modules of task %s", task.path("name")).hasSize(1);
            assertThat(modules.getFirst()).startsWith("ansible.builtin.");
        }
    }

    @Test
    void tokensAreInNoLog() throws IOException {
        List<JsonNode> secret =
                all().stream()
                        .filter(task -> {
                            String words = String.join(" ", words(task));
                            return words.contains("token") || words.contains("enrol");
                        })
                        .toList();
        assertThat(secret).hasSize(2);
        for (JsonNode task : secret) {
            assertThat(task.path("no_log").asBoolean()).as("%s", task.path("name")).isTrue();
            // What a failed task prints is hidden too; the next one says why it failed.
            assertThat(task.path("failed_when").asText()).isEqualTo("false");
        }
    }

    @Test
    void commandsSayWhetherTheyChangeSomething() throws IOException {
        Set<String> readers =
                Set.of(
                        "show",
                        "log",
                        "diff",
                        "doctor",
                        "list",
                        "-W",
                        "is-active",
                        "is-enabled",
                        "token");
        for (JsonNode task : all()) {
            if (words(task).stream().anyMatch(readers::contains)) {
                assertThat(task.path("changed_when").asText())
                        .as("%s", task.path("name"))
                        .isEqualTo("false");
            }
        }
    }

    /** Those that an inventory may have are those that the page explains. */
    @Test
    void everyVariableIsExplained() throws IOException {
        Set<String> known = new TreeSet<>();
        JsonNode vars = read(HERE.resolve("roles/rhumb/vars/main.yaml"));
        vars.path("overlay_host_variables").forEach(name -> known.add(name.asText()));
        Set<String> explained = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/ansible.md"))) {
            Matcher named = VARIABLE.matcher(line);
            while (line.startsWith("| `rhumb_") && named.find()) {
                explained.add(named.group());
            }
        }
        assertThat(explained).isEqualTo(known);
        Set<String> sample = new TreeSet<>();
        Matcher used = VARIABLE.matcher(Files.readString(HERE.resolve("inventory.yaml")));
        while (used.find()) {
            sample.add(used.group());
        }
        sample.removeAll(Set.of("rhumb_controllers", "rhumb_pops")); // groups
        assertThat(known).containsAll(sample);
        JsonNode defaults = read(HERE.resolve("roles/rhumb/defaults/main.yaml"));
        defaults.fieldNames().forEachRemaining(name -> assertThat(known).contains(name));
    }
}
