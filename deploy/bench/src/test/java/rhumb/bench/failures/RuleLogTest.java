package rhumb.bench.failures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleLogTest {
    @TempDir Path folder;

    @Test
    void countsWhatWasInstalledRefusedAndOlder() throws IOException {
        Path file = folder.resolve("forwarder.log");
        RuleLog log = new RuleLog(file);
        log.read();
        assertThat(log.installed()).isZero();
        add(file, "10:00 DEBUG F: event=rules-installed epoch=4294967297.1 rules=9\n");
        add(file, "10:00 DEBUG F: event=rules-installed epoch=4294967297.2 rules=9\n");
        add(file, "10:00 WARN F: event=rules-refused epoch=7.1 reason=older-epoch\n");
        add(file, "10:00 WARN F: event=rules-refused epoch=7.1 reason=wrong-base\n");
        add(file, "10:00 DEBUG F: event=rules-installed epo"); // the rest comes later
        log.read();
        assertThat(log.installed()).isEqualTo(2);
        assertThat(log.older()).isZero();
        assertThat(log.refused()).isEqualTo(1);
        add(file, "ch=4294967296.3 rules=9\n");
        add(file, "10:00 DEBUG F: event=rules-installed epoch=8589934593.1 rules=9\n");
        log.read();
        assertThat(log.installed()).isEqualTo(4);
        assertThat(log.older()).isEqualTo(1);
    }

    private static void add(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
