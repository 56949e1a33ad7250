package rhumb.probe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.host.config.ConfigFile;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.WireClock;

class StampConfigTest {
    @TempDir private Path folder;

    @Test
    void withoutAWordItIsOpen() throws Exception {
        assertThat(load("").stamp()).isEqualTo(StampConfig.STANDARD);
        assertThat(load("").stamp().options()).isEqualTo(StampOptions.STANDARD);
    }

    @Test
    void everythingThatCanBeSaid() throws Exception {
        Path key = keyFile("00".repeat(32) + "\n", "rw-------");
        StampOptions options =
                load("""
                stamp:
                  key-file: %s
                  timestamps: ptp
                  clock: gnss
                  clock-error: 200ns
                  stateless: true
                  answer-strangers: true
                """
                                .formatted(key))
                        .stamp()
                        .options();
        assertThat(options.packet()).isEqualTo(StampPacket.AUTHENTICATED);
        assertThat(options.clock())
                .isEqualTo(new WireClock(WireClock.Format.PTP, WireClock.Source.GNSS, 200));
        assertThat(options.stateful()).isFalse();
        assertThat(options.reflectStrangers()).isTrue();
    }

    @Test
    void theSampleLoadsAsItStandsAndWithEverythingUncommented() throws Exception {
        Path file = folder.resolve("sample.yaml");
        Files.writeString(file, AgentConfig.SAMPLE);
        assertThat(ConfigFile.load(file, AgentConfig.class).stamp())
                .isEqualTo(StampConfig.STANDARD);
        Files.writeString(file, AgentConfig.SAMPLE.replaceAll("(?m)^# (?=[ a-z-]+: |stamp:)", ""));
        StampConfig all = ConfigFile.load(file, AgentConfig.class).stamp();
        assertThat(all.keyFile()).isEqualTo(Path.of("/etc/rhumb/stamp.key"));
        assertThat(all.clock()).isEqualTo(WireClock.Source.FREE);
    }

    @Test
    void keyFilesThatWillNotDo() throws IOException {
        Path open = keyFile("00".repeat(32), "rw-r--r--");
        assertThatThrownBy(() -> options(open)).hasMessageContaining("chmod 600 " + open);
        Path words = keyFile("hunter2hunter2hunter2", "rw-------");
        assertThatThrownBy(() -> options(words))
                .hasMessage("stamp.key-file " + words + ": key: expected hexadecimal digits");
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> options(none)).hasMessageContaining("(NoSuchFileException)");
    }

    private static StampOptions options(Path key) throws IOException {
        return new StampConfig(
                        key, WireClock.Format.NTP, WireClock.Source.FREE, 1_000_000L, false, false)
                .options();
    }

    private Path keyFile(String text, String permissions) throws IOException {
        Path file = Files.createTempFile(folder, "stamp", ".key");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private AgentConfig load(String more) throws Exception {
        Path file = folder.resolve("agent.yaml");
        Files.writeString(
                file,
                """
                pop: sin
                uplinks:
                  - probe: 192.0.2.10:862
                controllers: [controller.example.net:4789]
                """
                        + more);
        return ConfigFile.load(file, AgentConfig.class);
    }
}
