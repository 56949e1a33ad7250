package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rhumb.controller.Samples.Quality;
import rhumb.controller.event.Event;
import rhumb.controller.history.PackedWriter;
import rhumb.controller.history.RecordException;
import rhumb.controller.history.RecordReject;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.YamlIntent;
import rhumb.controller.replay.CoreInput;
import rhumb.controller.replay.CoreOutput;
import rhumb.controller.replay.Replay;
import rhumb.controller.replay.Tap;
import rhumb.controller.replay.Tape;
import rhumb.host.config.ConfigFile;
import rhumb.host.config.ConfigText;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.path.Workers;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;

/** What was recorded of a core leads to the same decisions, and a difference is noticed. */
class ReplayTest {
    private static final Quality LOSSY =
            Quality.up(40)
                    .loss(200_000)
                    .degraded(LinkSign.LOSS, TrafficClass.ALL.toArray(TrafficClass[]::new));

    /** What happened, in order; inputs and outputs. */
    private static final class Recording implements Tap {
        final List<Object> pieces = new ArrayList<>();

        @Override
        public void given(CoreInput input) {
            pieces.add(input);
        }

        @Override
        public void sent(PopId pop, Role role, Message message) {
            pieces.add(CoreOutput.of(pop, role, message));
        }

        @Override
        public void told(Event event) {
            pieces.add(CoreOutput.of(event));
        }
    }

    private static byte[] bytes(List<Object> pieces) {
        Tape tape = new Tape();
        PackedWriter out = new PackedWriter();
        for (Object piece : pieces) {
            switch (piece) {
                case CoreInput input -> tape.write(out, input, ConfigText::of);
                case CoreOutput output -> tape.write(out, output);
                default -> throw new AssertionError(piece);
            }
        }
        return out.bytes();
    }

    private static Replay replayed(List<Object> pieces) {
        Replay replay =
                new Replay(ControllerOptions.STANDARD, Workers.INLINE, (sinceBeginNs, event) -> {});
        try {
            new Tape().read(ByteBuffer.wrap(bytes(pieces)), new YamlIntent(), replay);
        } catch (RecordException e) {
            throw new AssertionError(e);
        }
        return replay;
    }

    /** Minutes of random faults, looked at now and then, which must not matter. */
    private static TestOverlay lived(Recording recording, long seed) {
        Intent intent = Samples.eager(Samples.mesh(4));
        TestOverlay overlay = new TestOverlay(intent, recording);
        overlay.start();
        SplittableRandom random = new SplittableRandom(seed);
        List<Topology.Link> links = overlay.topology.links();
        for (int fault = 0; fault < 15; fault++) {
            String link = links.get(random.nextInt(links.size())).id().toString();
            Quality quality =
                    switch (random.nextInt(3)) {
                        case 0 -> LOSSY;
                        case 1 -> Quality.up(40).down();
                        default -> Quality.up(20 + random.nextInt(80));
                    };
            overlay.set(link, quality);
            overlay.live(5);
            if (random.nextBoolean()) {
                assertThat(overlay.core.view().plan()).isNotNull();
                assertThat(overlay.core.links().links()).hasSize(links.size());
            }
            overlay.live(5);
        }
        return overlay;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theSameInputsLeadToTheSameDecisions(long seed) {
        Recording recording = new Recording();
        TestOverlay overlay = lived(recording, seed);
        Replay replay = replayed(recording.pieces);
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.different()).isZero();
        assertThat(replay.moves()).isGreaterThan(5);
        assertThat(replay.events()).isEqualTo(overlay.events.size());
        assertThat(replay.messages()).isGreaterThan(20);
        assertThat(replay.core().view().plan().number())
                .isEqualTo(overlay.core.view().plan().number());
        assertThat(paths(replay.core())).isEqualTo(paths(overlay.core));
    }

    private static Map<String, String> paths(ControllerCore core) {
        ControllerView view = core.view();
        Map<String, String> paths = new TreeMap<>();
        int pops = view.topology().pops().size();
        for (int pair = 0; pair < pops * pops; pair++) {
            for (TrafficClass c : TrafficClass.ALL) {
                var decision = view.plan().decision(pair / pops, pair % pops, c);
                if (decision != null) {
                    paths.put(pair + " " + c, decision.primary().text(view.topology()));
                }
            }
        }
        return paths;
    }

    @Test
    void aDifferenceThatIsPlantedIsNoticed() {
        Recording recording = new Recording();
        lived(recording, 4);
        SplittableRandom random = new SplittableRandom(9);
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < recording.pieces.size(); i++) {
            if (recording.pieces.get(i) instanceof CoreOutput) {
                outputs.add(i);
            }
        }
        for (int i = 0; i < 4; i++) {
            int at = outputs.get(random.nextInt(outputs.size()));
            List<Object> planted = new ArrayList<>(recording.pieces);
            planted.set(at, changed((CoreOutput) planted.get(at)));
            assertThat(replayed(planted).different()).isEqualTo(1);
            List<Object> less = new ArrayList<>(recording.pieces);
            less.remove(at);
            assertThat(replayed(less).different()).isPositive();
        }
    }

    private static CoreOutput changed(CoreOutput output) {
        return switch (output) {
            case CoreOutput.Sent it ->
                    new CoreOutput.Sent(it.pop(), it.role(), it.kind(), it.epoch(), it.crc() + 1);
            case CoreOutput.Told it -> new CoreOutput.Told(it.code(), it.text() + " ");
        };
    }

    /** A link that was fine then is lossy now: the moves are others, and it says which. */
    @Test
    void anotherInputLeadsToOtherDecisions() {
        Recording recording = new Recording();
        TestOverlay overlay = new TestOverlay(Samples.eager(Samples.mesh(4)), recording);
        overlay.start();
        overlay.live(20);
        List<Object> planted = new ArrayList<>();
        for (Object piece : recording.pieces) {
            planted.add(piece instanceof CoreInput.Said said ? worse(said) : piece);
        }
        Replay replay = replayed(planted);
        assertThat(replay.different()).isPositive();
        assertThat(replay.differences().toString())
                .contains("decided now and not then", "LINK_DEGRADED a->b");
        assertThat(replayed(recording.pieces).different()).isZero();
    }

    private static CoreInput worse(CoreInput.Said said) {
        if (!(said.message() instanceof LinkReport report) || report.seq() < 10) {
            return said;
        }
        List<LinkEstimate> estimates =
                report.estimates().stream()
                        .map(e ->
                                e.link().toString().equals("a->b")
                                        ? Samples.estimate(e.link(), e.view(), LOSSY)
                                        : e)
                        .toList();
        return new CoreInput.Said(
                said.nowNs(),
                said.pop(),
                said.role(),
                new LinkReport(report.seq(), report.complete(), estimates, report.traces()));
    }

    @Test
    void noiseIsRefusedAndNeverThrowsAnythingElse() {
        Recording recording = new Recording();
        TestOverlay overlay = new TestOverlay(Samples.eager(Samples.mesh(3)), recording);
        overlay.start();
        byte[] whole = bytes(recording.pieces);
        SplittableRandom random = new SplittableRandom(5);
        Tape.Taker nobody =
                new Tape.Taker() {
                    @Override
                    public void input(CoreInput input) {}

                    @Override
                    public void output(CoreOutput output) {}
                };
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] noise = whole.clone();
            for (int flips = random.nextInt(5); flips >= 0; flips--) {
                noise[random.nextInt(noise.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                new Tape().read(ByteBuffer.wrap(noise), new YamlIntent(), nobody);
            } catch (RecordException e) {
                refused++;
                assertThat(e.reason()).isIn(RecordReject.MALFORMED, RecordReject.UNKNOWN_VERSION);
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    /** Intents are kept as text that is read as the same intent. */
    @Test
    void intentsComeBackAsTheyWere() throws Exception {
        Intent sample =
                ConfigFile.parse("c.yaml", Controller.sampleConfig(), ControllerConfig.class)
                        .intent();
        for (Intent intent : List.of(sample, Samples.mesh(3), Samples.eager(Samples.mesh(20)))) {
            assertThat(new YamlIntent().intent(ConfigText.of(intent))).isEqualTo(intent);
        }
        String rules =
                Samples.document(3)
                        + """
                        policy:
                          rules:
                            - name: sea "cable" ü
                              classes: [audio, video]
                              from: a
                              avoid: {pop: c, by: 20ms}
                            - name: by-hand
                              pin: {path: [a, c, b], hard: false}
                            - name: interactive
                              limit: {max-delay: 150ms, max-links: 2, min-rate: 100mbps}
                        """;
        Intent ruled = new YamlIntent().intent(rules);
        assertThat(new YamlIntent().intent(ConfigText.of(ruled))).isEqualTo(ruled);
        var first = Objects.requireNonNull(ruled.policy().rules()).getFirst();
        assertThat(new YamlIntent().rule("x", ConfigText.of(first))).isEqualTo(first);
    }
}
