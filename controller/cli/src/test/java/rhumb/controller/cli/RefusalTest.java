package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import rhumb.host.main.ExitCode;

/** With {@code -o json} whatever is refused is one object, with the exit code that people get. */
class RefusalTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Refused(int status, String err) {
        JsonNode json() throws JsonProcessingException {
            assertThat(err).as("one line").hasLineCount(1);
            return JSON.readTree(err);
        }
    }

    private static Refused rhumb(String... words) {
        StringWriter err = new StringWriter();
        CommandLine line = Rhumb.commandLine();
        line.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
        return new Refused(line.execute(words), err.toString());
    }

    private static void leaves(CommandLine line, List<String> words, List<List<String>> all) {
        if (line.getSubcommands().isEmpty()) {
            all.add(words);
        }
        line.getSubcommands()
                .forEach((word, sub) -> {
                    List<String> longer = new ArrayList<>(words);
                    longer.add(word);
                    if (!sub.getCommandSpec().usageMessage().hidden() && !word.equals("help")) {
                        leaves(sub, longer, all);
                    }
                });
    }

    /** All but support-bundle, whose -o is the file that it writes. */
    @Test
    void everyCommandRefusesWrongWordsSo() throws IOException {
        List<List<String>> all = new ArrayList<>();
        leaves(Rhumb.commandLine(), List.of(), all);
        assertThat(all).hasSizeGreaterThan(40);
        all.remove(List.of("support-bundle"));
        for (List<String> command : all) {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of("--no-such-option", "-o", "json"));
            Refused refused = rhumb(words.toArray(String[]::new));
            assertThat(refused.status()).as("%s", command).isEqualTo(ExitCode.USAGE.status());
            JsonNode json = refused.json();
            assertThat(json.path("code").asInt()).isEqualTo(refused.status());
            assertThat(json.path("name").asText()).isEqualTo("usage");
            assertThat(json.path("text").asText()).isNotBlank();
            assertThat(json.path("whatToDo").asText()).isNotBlank();
        }
    }

    @Test
    void aControllerThatDoesNotAnswer() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        String controller = "--controller=http://127.0.0.1:" + port;
        for (List<String> command :
                List.of(
                        List.of("show", "pops"),
                        List.of("drain", "pop", "sin"),
                        List.of("explain", "path", "sin", "fra"))) {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of(controller, "--output=json"));
            Refused refused = rhumb(words.toArray(String[]::new));
            assertThat(refused.status()).isEqualTo(ExitCode.UNREACHABLE.status());
            assertThat(refused.json().path("code").asInt()).isEqualTo(4);
            assertThat(refused.json().path("name").asText()).isEqualTo("unreachable");
            assertThat(refused.json().path("text").asText())
                    .startsWith("no controller answers at http://127.0.0.1:" + port);
            assertThat(refused.json().path("whatToDo").asText())
                    .startsWith("Start one with `rhumb controller`");
        }
    }

    @Test
    void theWrongOptionIsNamed() throws IOException {
        Refused refused = rhumb("show", "links", "--watch", "-o", "json", "--color", "blue");
        assertThat(refused.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(refused.json().path("where").path("field").asText()).isEqualTo("--color");
        assertThat(rhumb("show", "links", "--color", "blue").err())
                .contains("See rhumb show links --help");
        assertThat(Arrays.asList(ExitCode.values()))
                .allSatisfy(exit -> assertThat(exit.whatToDo()).isNotBlank());
    }
}
