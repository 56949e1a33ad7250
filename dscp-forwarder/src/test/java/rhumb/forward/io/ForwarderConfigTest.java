package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.forward.tun.TunOptions;
import rhumb.host.config.ConfigException;
import rhumb.host.config.ConfigFile;
import rhumb.net.Endpoint;

class ForwarderConfigTest {
    @TempDir Path folder;

    private ForwarderConfig load(String text) throws IOException, ConfigException {
        Path file = folder.resolve("forwarder.yaml");
        Files.writeString(file, text);
        return ConfigFile.load(file, ForwarderConfig.class);
    }

    @Test
    void theSampleLoadsAsItStandsAndWithAllThatIsCommentedOut() throws Exception {
        assertThat(load(ForwarderConfig.SAMPLE).tun()).isNull();
        String all = ForwarderConfig.SAMPLE.replaceAll("(?m)^# (?=[a-z-]+:|  )", "");
        ForwarderConfig.Tun tun = Objects.requireNonNull(load(all).tun());
        assertThat(tun.name()).isEqualTo("rhumb0");
        assertThat(tun.mtu()).isEqualTo(TunOptions.MAX_MTU);
        assertThat(tun.routes()).isTrue();
    }

    @Test
    void errorsComeFromTheFarEndOfTheDevice() throws Exception {
        String text =
                ForwarderConfig.SAMPLE
                        + "tun: {addresses: [10.1.255.1/30, '2001:db8::5/128'], mtu: 1300}\n";
        TunOptions options = Objects.requireNonNull(load(text).tun()).options();
        assertThat(options.mtu()).isEqualTo(1_300);
        assertThat(Objects.requireNonNull(options.icmp4()).host()).isEqualTo("10.1.255.2");
        assertThat(options.icmp6()).as("a single address has no far end").isNull();
    }

    @Test
    void thereAreNoMoreLanesThanProcessors() throws Exception {
        assertThat(load(ForwarderConfig.SAMPLE).lanes()).isEqualTo(1);
        ForwarderConfig.checkLanes(8, 64);
        ForwarderConfig.checkLanes(2, 2);
        assertThatThrownBy(() -> ForwarderConfig.checkLanes(3, 2))
                .hasMessage("lanes is 3: expected 1 to 2, on this machine with 2 processors");
        assertThatThrownBy(() -> ForwarderConfig.checkLanes(9, 64))
                .hasMessageContaining("expected 1 to 8");
        for (String nonsense : new String[] {"0", "-1", "999", "many"}) {
            assertThatThrownBy(() -> load(ForwarderConfig.SAMPLE + "lanes: " + nonsense + "\n"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("lanes")
                    .hasMessageContaining("forwarder.yaml:");
        }
    }

    @Test
    void lanesHavePortsBehindTheUplinks() {
        Endpoint last = Endpoint.parse("127.0.0.1:65535");
        ForwarderConfig.checkPorts(last, 1);
        ForwarderConfig.checkPorts(last.withPort(65534), 2);
        assertThatThrownBy(() -> ForwarderConfig.checkPorts(last, 2))
                .hasMessageContaining("127.0.0.1:65535: expected a port of at most 65534");
    }

    @Test
    void complaintsNameTheLineAndWhatWasExpected() {
        assertThatThrownBy(() -> load(ForwarderConfig.SAMPLE + "tun: {mtu: 1500}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("MTU 1500: expected 1280 to 1380");
        assertThatThrownBy(() -> load(ForwarderConfig.SAMPLE + "tun: {addresses: [10.1.1.1]}\n"))
                .hasMessageContaining("expected such as 10.1.0.0/16");
        assertThatThrownBy(() -> load(ForwarderConfig.SAMPLE + "tun: {name: a b}\n"))
                .hasMessageContaining("expected 1 to 15 letters");
    }
}
