package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.intent.Intent;
import rhumb.host.config.ConfigFile;

class IntentSourceTest {
    private static final String INTENT =
            """
            # two cities
            controller: 1
            pops:
              - name: a     # the first
                number: 1
                uplinks:
                  - {data: "192.0.2.1:4790", probe: "192.0.2.1:862", stream: "192.0.2.1:4791"}
            # told apart by number

              - name: b
                number: 2
                uplinks:
                  - {data: "192.0.2.2:4790", probe: "192.0.2.2:862", stream: "192.0.2.2:4791"}
            """;

    @TempDir Path folder;

    private String source(String config) throws Exception {
        Path file = Files.writeString(folder.resolve("controller.yaml"), config);
        Intent read = ConfigFile.load(file, ControllerConfig.class).intent();
        String source = IntentSource.of(file, read);
        return source == null ? "" : source;
    }

    private static String below(String text) {
        return text.indent(4).replace("    # told", "# told");
    }

    @Test
    void whatStandsBelowTheKeyIsShownAsItStands() throws Exception {
        String config =
                "southbound: 127.0.0.1:0\nintent:   # all of it\n"
                        + below(INTENT)
                        + "\n# Where Prometheus looks.\nmetrics: 127.0.0.1:0\n";
        assertThat(source(config)).isEqualTo(INTENT);
    }

    @Test
    void itMayBeTheLastKey() throws Exception {
        assertThat(source("southbound: 127.0.0.1:0\nintent:\n" + below(INTENT))).isEqualTo(INTENT);
    }

    @Test
    void aFileOfItsOwnIsShownWhole() throws Exception {
        Files.writeString(folder.resolve("intent.yaml"), INTENT);
        assertThat(source("southbound: 127.0.0.1:0\nintent: 'intent.yaml'  # beside it\n"))
                .isEqualTo(INTENT);
    }

    @Test
    void whatCannotBeCutOutIsNotShown() throws Exception {
        String flow =
                "{controller: 1, pops: [{name: a, number: 1, uplinks: [{data: '192.0.2.1:4790',"
                        + " probe: '192.0.2.1:862', stream: '192.0.2.1:4791'}]}]}";
        assertThat(source("southbound: 127.0.0.1:0\nintent: " + flow + "\n")).isEmpty();
    }

    @Test
    void aFileThatMeansSomethingElseByNowIsNotShown() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("controller.yaml"),
                        "southbound: 127.0.0.1:0\nintent:\n" + below(INTENT));
        Intent read = ConfigFile.load(file, ControllerConfig.class).intent();
        Files.writeString(file, Files.readString(file).replace("number: 2", "number: 3"));
        assertThat(IntentSource.of(file, read)).isNull();
    }
}
