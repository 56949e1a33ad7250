package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.rule.RuleBook;
import rhumb.host.config.ConfigException;
import rhumb.host.config.ConfigFile;
import rhumb.host.main.Commands;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.TrafficClass;

/** {@code rhumb controller}: its options, its configuration file and how it complains. */
class ControllerCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine line = Commands.commandLine(new Controller.ControllerCommand());
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(words);
    }

    private static ControllerConfig parse(String text) throws ConfigException {
        return ConfigFile.parse("c.yaml", text, ControllerConfig.class);
    }

    @Test
    void theSampleLoadsAsItStands(@TempDir Path folder) throws Exception {
        assertThat(run("--sample-config")).isZero();
        Path file = Files.writeString(folder.resolve("controller.yaml"), out.toString());
        assertThat(run("--config", file.toString(), "--check")).isZero();
        assertThat(out.toString()).endsWith(file + ": ok, 3 PoPs, 6 links, 2 services\n");
        ControllerConfig sample = parse(Controller.sampleConfig());
        assertThat(sample.maxStreams()).isEqualTo(64);
        assertThat(sample.intent().pops().getFirst().uplinks().getFirst().rateBps())
                .isEqualTo(1_000_000_000);
        assertThat(sample.intent().links().overrides().getFirst().adminCostUs()).isEqualTo(2_000);
        assertThat(sample.intent().targets().get(TrafficClass.AUDIO))
                .isEqualTo(ClassTarget.standard(TrafficClass.AUDIO));
        // Each line of the policy shows what holds when it is left out.
        assertThat(sample.intent().policy())
                .isEqualTo(rhumb.controller.intent.PolicyIntent.standard());
    }

    @Test
    void theIntentMayBeAFileOfItsOwn(@TempDir Path folder) throws Exception {
        String sample = Controller.sampleConfig();
        String intent = sample.substring(sample.indexOf("intent:\n") + 8).stripIndent();
        String rest = sample.substring(0, sample.indexOf("intent:\n"));
        Path file = folder.resolve("controller.yaml");
        Files.writeString(file, rest + "intent: parts/intent.yaml\n");
        assertThat(run("--config", file.toString(), "--check")).isEqualTo(78);
        Path part = Files.createDirectory(folder.resolve("parts")).resolve("intent.yaml");
        assertThat(err.toString())
                .isEqualTo(
                        "rhumb controller: "
                                + part
                                + ": no such file; give the path of a configuration\n");
        Files.writeString(part, intent);
        assertThat(ConfigFile.load(file, ControllerConfig.class)).isEqualTo(parse(sample));
        Files.writeString(part, intent.replace("number: 2", "number: two"));
        err.getBuffer().setLength(0);
        assertThat(run("--config", file.toString())).isEqualTo(78);
        assertThat(err.toString())
                .startsWith("rhumb controller: " + part + ":")
                .contains(": pops[1].number: text \"two\"; expected a whole number\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "southbound: 127.0.0.1:4789 | '' | c.yaml:9:1: southbound: is missing; expected an"
                        + " address such as 192.0.2.1:4789",
                "northbound-open: false | northbund-open: false | c.yaml:10:1: northbund-open:"
                        + " unknown key; expected one of cluster, history, intent, limits, max-streams, metrics,"
                        + " northbound, northbound-open, southbound, southbound-open, state, tls; did you mean \"northbound-open\"",
                "127.0.0.1:4780 | 0.0.0.0:4780 | c.yaml:5:1: northbound 0.0.0.0:4780 can be reached"
                        + " from other machines, and without tls whoever reaches it can read everything and change the intent:"
                        + " expected a section tls (rhumb pki, see docs/pki.md), or a loopback address such as"
                        + " 127.0.0.1:4780, or northbound-open: true for a network that is closed to others",
                "127.0.0.1:4789 | 0.0.0.0:4789 | c.yaml:5:1: southbound 0.0.0.0:4789 can be reached"
                        + " from other machines, and without tls whoever reaches it can pose as any PoP:"
                        + " expected a section tls (rhumb pki, see docs/pki.md), or a loopback address such as"
                        + " 127.0.0.1:4789, or southbound-open: true for a network that is closed to others",
                "max-streams: 0 | max-streams: 70000 | c.yaml:5:1: max-streams is 70000: expected 0"
                        + " to 65536",
                "hold-down: 10s | hold-down: 10 | c.yaml:130:16: intent.policy.hold-down: number 10;"
                        + " expected a whole number with ns, us, ms, s, m or h, such as 100ms",
                "hold-down: 10s | hold-down: 2h | c.yaml:128:5: intent.policy: hold-down in"
                        + " ms is 7200000: expected 0 to 3600000",
                "rules: [] | rules: [{name: x}] | c.yaml:153:13: intent.policy.rules[0]: rule x:"
                        + " expected exactly one of pin, drain, avoid, prefer, limit",
                "rules: [] | rules: [{name: x, drain: {pop: zrh}}] | c.yaml:21:3: intent: policy:"
                        + " rules: x: drain: PoP zrh is not configured: expected one of [fra, nyc,"
                        + " sin]",
                "rate: 1gbps | rate: 1gb | c.yaml:38:17: intent.pops[0].uplinks[0].rate: bit rate"
                        + " \"1gb\": expected a whole number with bps, kbps, mbps or gbps, such as"
                        + " 20mbps",
                "max-loss: 1.2% | max-loss: 0.012 | c.yaml:120:17: intent.targets.audio.max-loss:"
                        + " number 0.012; expected a share with %, such as 1.5%",
                "gain: 5ms | gain: 5ns | c.yaml:128:11: intent.policy.gain: text \"5ns\" is too fine;"
                        + " expected whole microseconds",
                "overhead: 20%                     # what | overhead: 0.2 # what | c.yaml:172:19:"
                        + " intent.policy.protection.bulk.overhead: number 0.2; expected a share"
                        + " with %, such as 1.5%",
                "overhead: 20%                     # what | overhead: 300% # what | c.yaml:170:9: intent.policy.protection.bulk:"
                        + " protection: overhead is 300%: expected 0% to 200%",
                "repair: false | repairs: no | c.yaml:171:9:"
                        + " intent.policy.protection.bulk.repairs: unknown key; expected one of"
                        + " copies, lossy-overhead, overhead, recovery, repair, retransmit; did you"
                        + " mean \"repair\"",
                "copies: never | copies: sometimes | c.yaml:175:17:"
                        + " intent.policy.protection.bulk.copies: text \"sometimes\"; expected one"
                        + " of never, lossy, always",
                "egress: fra | egress: fre | c.yaml:21:3: intent: service calls: egress fre is no"
                        + " configured PoP",
                "kind: rtm | kind: rtp | c.yaml:70:13: intent.services[0].kind: text \"rtp\";"
                        + " expected one of rtm, flv; did you mean \"rtm\"",
                "types: 96-97 | types: 97-96 | c.yaml:81:20:"
                        + " intent.services[0].classify.payload-types[1].types: range \"97-96\":"
                        + " expected the lower number first",
                "tenant: acme | tenant: acne | c.yaml:21:3: intent: service calls: tenant acne is"
                        + " not configured: expected one of [acme]",
                "latitude: 1.35 | latitude: north | c.yaml:28:17: intent.pops[0].latitude: text"
                        + " \"north\"; expected a number",
                "latitude: 1.35 | latitude: 91.5 | c.yaml:24:7: intent.pops[0]: PoP sin: latitude is"
                        + " 91.5: expected -90 to 90",
            })
    void complaintsNamePlaceFieldAndWhatWasExpected(String good, String bad, String complaint)
            throws Exception {
        String text = Controller.sampleConfig();
        assertThat(text).contains(good);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> parse(text.replace(good, bad)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems()).containsExactly(complaint));
    }

    @Test
    void anOpenNorthboundMustBeAskedFor() throws Exception {
        String text =
                Controller.sampleConfig()
                        .replace("127.0.0.1:4780", "0.0.0.0:4780")
                        .replace("northbound-open: false", "northbound-open: true");
        assertThat(parse(text).northbound()).isEqualTo(Endpoint.parse("0.0.0.0:4780"));
    }

    @Test
    void withoutAFileItSaysHowToBegin() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        rhumb controller: --config FILE is missing; --sample-config prints one
                        See rhumb controller --help
                        """);
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--config", "--check", "--sample-config", "To begin:");
    }

    @Test
    void aPortInUseEndsItWithALine(@TempDir Path folder) throws Exception {
        Endpoint any = Endpoint.parse("127.0.0.1:0");
        try (Controller first =
                Controller.start(new ControllerConfig(any, any, false, any, 0, Samples.mesh(2)))) {
            assertThat(first.view().books())
                    .allSatisfy(book -> assertThat(book.state()).isEqualTo(RuleBook.State.AWAY));
            String text =
                    Controller.sampleConfig()
                            .replace("127.0.0.1:4789", first.southbound().toString());
            Path file = Files.writeString(folder.resolve("controller.yaml"), text);
            assertThat(run("-c", file.toString())).isEqualTo(74);
            assertThat(err.toString())
                    .startsWith("rhumb controller: cannot open TCP " + first.southbound() + ": ")
                    .hasLineCount(1);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }
}
