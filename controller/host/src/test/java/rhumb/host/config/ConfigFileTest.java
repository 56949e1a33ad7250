package rhumb.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.Role;

class ConfigFileTest {
    record Uplink(Endpoint address, @Defaulted BitRate capacity, @Nullable String provider) {
        Uplink {
            capacity = capacity == null ? new BitRate(1_000_000_000) : capacity;
            if (address.port() == 0) {
                throw new IllegalArgumentException("port 0; expected a fixed port");
            }
        }
    }

    record Agent(
            PopId pop,
            Endpoint listen,
            Map<String, Uplink> uplinks,
            @Defaulted Duration probeInterval,
            @Defaulted List<LinkId> mutedLinks,
            @Defaulted Map<TrafficClass, Duration> deadlines,
            @Defaulted int threads,
            @Defaulted boolean verbose,
            @Nullable Role role,
            @Nullable Path state) {
        Agent {
            probeInterval = probeInterval == null ? Duration.ofMillis(100) : probeInterval;
            mutedLinks = mutedLinks == null ? List.of() : mutedLinks;
            deadlines = deadlines == null ? Map.of() : deadlines;
            threads = threads == 0 ? 1 : threads;
        }
    }

    private static final String GOOD =
            """
            pop: sin
            listen: "[2001:db8::1]:4790"
            uplinks:
              isp1: {address: 192.0.2.1:4789, capacity: 20mbps, provider: 123}
              isp2:
                address: 192.0.2.2:4789
            probe-interval: 20ms
            muted-links: [sin->fra, sin/isp2->nyc]
            deadlines:
              video-key: 5m
            threads: 1_000
            verbose: true
            role: agent
            state: /var/lib/rhumb
            """;

    @Test
    void bindsEveryType() throws ConfigException {
        Agent agent = ConfigFile.parse("agent.yaml", GOOD, Agent.class);
        assertThat(agent)
                .isEqualTo(
                        new Agent(
                                new PopId("sin"),
                                Endpoint.parse("[2001:db8::1]:4790"),
                                Map.of(
                                        "isp1",
                                        new Uplink(
                                                Endpoint.parse("192.0.2.1:4789"),
                                                new BitRate(20_000_000),
                                                "123"),
                                        "isp2",
                                        new Uplink(
                                                Endpoint.parse("192.0.2.2:4789"),
                                                new BitRate(1_000_000_000),
                                                null)),
                                Duration.ofMillis(20),
                                List.of(LinkId.parse("sin->fra"), LinkId.parse("sin/isp2->nyc")),
                                Map.of(TrafficClass.VIDEO_KEY, Duration.ofMinutes(5)),
                                1_000,
                                true,
                                Role.AGENT,
                                Path.of("/var/lib/rhumb")));
        assertThat(agent.uplinks().keySet()).containsExactly("isp1", "isp2");
    }

    @Test
    void leavesDefaultsToTheRecord() throws ConfigException {
        String text = "pop: sin\nlisten: 127.0.0.1:1\nuplinks: {}\n";
        Agent agent = ConfigFile.parse("agent.yaml", text, Agent.class);
        assertThat(agent.probeInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(agent.threads()).isEqualTo(1);
        assertThat(agent.role()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pop: sin | pop: Sin"
                        + "| 1:6: pop: PoP name \"Sin\": expected 1 to 24 of a-z, 0-9 and inner hyphens",
                "pop: sin | popp: sin"
                        + "| 1:1: popp: unknown key; expected one of deadlines, listen, muted-links, pop,"
                        + " probe-interval, role, state, threads, uplinks, verbose; did you mean \"pop\"",
                "pop: sin | '# none' | 2:1: pop: is missing; expected a PoP name such as sin",
                "pop: sin | pop: | 1:5: pop: is empty; expected a PoP name such as sin",
                "pop: sin | pop: [sin]"
                        + "| 1:6: pop: a list; expected a single value (a PoP name such as sin)",
                "probe-interval: 20ms | probeInterval: 20ms"
                        + "| 7:1: probeInterval: unknown key; expected one of deadlines, listen,"
                        + " muted-links, pop, probe-interval, role, state, threads, uplinks, verbose; did"
                        + " you mean \"probe-interval\"",
                "20ms | 20 | 7:17: probe-interval: number 20; expected a whole number with ns, us, ms,"
                        + " s, m or h, such as 100ms",
                "20ms | 9000000000h | 7:17: probe-interval: text \"9000000000h\" is too long; expected at most 100000h",
                "20mbps | 20mb | 4:45: uplinks.isp1.capacity: bit rate \"20mb\": expected a whole number"
                        + " with bps, kbps, mbps or gbps, such as 20mbps",
                "192.0.2.1:4789 | 192.0.2.1:0 | 4:9: uplinks.isp1: port 0; expected a fixed port",
                "192.0.2.2:4789 | isp2.example | 6:14: uplinks.isp2.address: address"
                        + " \"isp2.example\": expected IPV4:PORT or [IPV6]:PORT, such as 192.0.2.1:4789",
                "sin->fra | sin-fra | 8:15: muted-links[0]: link \"sin-fra\": expected FROM->TO, such as"
                        + " sin->fra",
                "video-key: 5m | vide: 5m | 10:3: deadlines.vide: class \"vide\": expected one of"
                        + " signalling, audio, video-key, video, live, bulk, default, log",
                "1_000 | many | 11:10: threads: text \"many\"; expected a whole number",
                "1_000 | 3000000000 | 11:10: threads: number 3000000000; expected a whole number",
                "1_000 | 1.5 | 11:10: threads: number 1.5; expected a whole number",
                "verbose: true | verbose: yes" + "| 12:10: verbose: yes; expected true or false",
                "role: agent | role: agnet | 13:7: role: text \"agnet\"; expected one of agent,"
                        + " forwarder; did you mean \"agent\"",
                "verbose: true | pop: fra | 12:1: pop: is written twice; keep one",
                "[sin->fra, sin/isp2->nyc] | sin->fra"
                        + "| 8:14: muted-links: text \"sin->fra\"; expected a list, with - before each item",
                "state: /var/lib/rhumb | --- | 15:1: a second document starts here; expected one"
                        + " document in the file",
            })
    void namesPlaceFieldAndWhatWasExpected(String good, String bad, String problem) {
        String text = GOOD.replace(good, bad);
        assertThat(text).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> ConfigFile.parse("agent.yaml", text, Agent.class))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems()).contains("agent.yaml:" + problem));
    }

    @Test
    void tellsAllProblemsInTheOrderOfTheFile() {
        String text = GOOD.replace("sin\n", "SIN\n").replace("20ms", "20").replace("1_000", "x");
        assertThatThrownBy(() -> ConfigFile.parse("agent.yaml", text, Agent.class))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e ->
                                assertThat(e.problems())
                                        .extracting(p -> p.split(":", 3)[1])
                                        .containsExactly("1", "7", "11"));
    }

    @Test
    void refusesAliases() {
        String text = GOOD.replace("pop: sin", "pop: &name sin").replace("/var/lib/rhumb", "*name");
        assertThatThrownBy(() -> ConfigFile.parse("agent.yaml", text, Agent.class))
                .hasMessage("agent.yaml:14:8: YAML aliases are not taken; write the value out");
    }

    @Test
    void saysWhereTheTextStopsBeingYaml() {
        assertThatThrownBy(() -> ConfigFile.parse("agent.yaml", "pop: [sin\n", Agent.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("agent.yaml:2:1: not YAML: ");
        assertThatThrownBy(() -> ConfigFile.parse("agent.yaml", "", Agent.class))
                .hasMessageContaining("agent.yaml:1:1: pop: is missing");
    }

    @Test
    void saysWhyAFileCannotBeRead(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("agent.yaml");
        assertThatThrownBy(() -> ConfigFile.load(file, Agent.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": no such file; give the path of a configuration");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> ConfigFile.load(file, Agent.class))
                .hasMessage(file + ": is not UTF-8 text");
        Files.writeString(file, GOOD);
        assertThat(ConfigFile.load(file, Agent.class).pop()).isEqualTo(new PopId("sin"));
    }

    record Tuning(long holdDownNs, @Defaulted Integer gainUs, int rateBps, @Nullable Long lossPpm) {
        Tuning {
            gainUs = gainUs == null ? 7 : gainUs;
        }
    }

    record Split(@OrFile Tuning tuning, @Nullable Double latitude) {}

    @Test
    void unitsStandWithTheValueInsteadOfTheName() throws ConfigException {
        String text = "hold-down: 2s\nrate: 20mbps\nloss: 1.25%\n";
        assertThat(ConfigFile.parse("t.yaml", text, Tuning.class))
                .isEqualTo(new Tuning(2_000_000_000L, 7, 20_000_000, 12_500L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold-down: 2s | hold-down: 2 | 1:12: hold-down: number 2; expected a whole number"
                        + " with ns, us, ms, s, m or h, such as 100ms",
                "hold-down: 2s | '' | 2:1: hold-down: is missing; expected a duration such as 100ms",
                "gain: 5us | gain: 5ns | 2:7: gain: text \"5ns\" is too fine; expected whole"
                        + " microseconds",
                "gain: 5us | gain: 5h | 2:7: gain: text \"5h\" is too much",
                "gain: 5us | gain-us: 5 | 2:1: gain-us: unknown key; expected one of gain,"
                        + " hold-down, loss, rate; did you mean \"gain\"",
                "20mbps | [1] | 3:7: rate: a list; expected a single value (a rate such as 20mbps)",
                "1% | 1 | 4:7: loss: number 1; expected a share with %, such as 1.5%",
                "1% | 1.00001% | 4:7: loss: text \"1.00001%\"; expected a share with %, such as 1.5%",
            })
    void wrongUnitsAreTold(String good, String bad, String problem) {
        String text = "hold-down: 2s\ngain: 5us\nrate: 20mbps\nloss: 1%\n".replace(good, bad);
        assertThatThrownBy(() -> ConfigFile.parse("t.yaml", text, Tuning.class))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems()).containsExactly("t.yaml:" + problem));
    }

    @Test
    void aPartMayBeAFileOfItsOwn(@TempDir Path directory) throws Exception {
        Path main = directory.resolve("main.yaml");
        Path part = directory.resolve("part.yaml");
        Files.writeString(main, "tuning: part.yaml\nlatitude: -1.5\n");
        Files.writeString(part, "hold-down: 2s\nrate: 1bps\n");
        assertThat(ConfigFile.load(main, Split.class))
                .isEqualTo(new Split(new Tuning(2_000_000_000L, 7, 1, null), -1.5));
        Files.writeString(part, "hold-down: 2s\nrate: 1\n");
        assertThatThrownBy(() -> ConfigFile.load(main, Split.class))
                .hasMessageStartingWith(part + ":2:7: rate: bit rate \"1\"");
        Files.writeString(main, "tuning: \"a\\0b\"\n");
        assertThatThrownBy(() -> ConfigFile.load(main, Split.class))
                .hasMessageEndingWith("expected the path of a file");
    }

    /** Whatever is done to a file, the answer is a configuration or a {@link ConfigException}. */
    @Test
    void neverFailsInAnotherWay() {
        Random random = new Random(11);
        String alphabet = "\n\t :-[]{}\"'&*#,|>%@!?~.0159azAZ\u00e9";
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int edits = random.nextInt(4) + 1; edits > 0; edits--) {
                int at = random.nextInt(text.length());
                char with = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, with);
                    case 1 -> text.insert(at, with);
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(9)));
                }
            }
            try {
                ConfigFile.parse("agent.yaml", text.toString(), Agent.class);
            } catch (ConfigException e) {
                refused++;
                assertThat(e.getMessage()).startsWith("agent.yaml:");
            }
        }
        assertThat(refused).isBetween(1_000, 4_999);
    }

    @ParameterizedTest
    @CsvSource({
        "listen, lisen, 1",
        "listen, listne, 1",
        "pop, pop, 0",
        "a, xyz, 3",
        "'', abc, 3",
    })
    void countsEdits(String a, String b, int distance) {
        assertThat(DidYouMean.distance(a, b)).isEqualTo(distance);
        assertThat(DidYouMean.distance(b, a)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({"20mbps", "500kbps", "64bps", "2gbps", "0bps", "1500kbps"})
    void bitRatesReadWhatTheyWrite(String text) {
        assertThat(BitRate.parse(text)).hasToString(text);
    }
}
