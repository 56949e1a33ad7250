package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import rhumb.controller.ControllerOptions;
import rhumb.controller.Samples;
import rhumb.controller.event.Event;
import rhumb.controller.intent.Intent;
import rhumb.controller.replay.CoreInput;
import rhumb.controller.replay.Tap;
import rhumb.host.session.FakeCall;
import rhumb.host.session.PeerStream;
import rhumb.net.PopId;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.wire.SouthboundCodec;

class CoreLoopTest {
    private static final int STREAMS = 16;

    private final List<CoreInput.Begun> begun = new CopyOnWriteArrayList<>();

    /** To begin costs seconds where there are a million links. */
    @Test
    void aCoreBeginsWhenItsControllerLeadsOrHasLedAndNotWhenItHearsOfAnotherLeader()
            throws Exception {
        Intent intent = Samples.mesh(3);
        try (CoreLoop loop =
                new CoreLoop(
                        intent,
                        ControllerOptions.STANDARD,
                        STREAMS,
                        ControllerLimits.STANDARD,
                        "nobody leads",
                        CoreLoop.Witness.NONE,
                        new Beginnings())) {
            loop.start();
            follow(loop, intent);
            follow(loop, intent);
            assertThat(begun).hasSize(1);
            loop.lead(3, intent).get(10, TimeUnit.SECONDS);
            assertThat(begun).hasSize(2);
            follow(loop, intent);
            follow(loop, intent);
            assertThat(begun).as("what it knew as a leader is forgotten").hasSize(3);
            Intent other = Samples.mesh(4);
            follow(loop, other);
            follow(loop, other);
            assertThat(begun).hasSize(4);
            assertThat(loop.reading().view().topology().pops()).hasSize(4);
        }
    }

    /** While it computes, processes that come and go are bounded by what waits of them. */
    @Test
    void whatWaitsOfClosedStreamsCounts() {
        CoreLoop loop = new CoreLoop(Samples.mesh(2), ControllerOptions.STANDARD, STREAMS);
        byte[] frame = SouthboundCodec.encode(new Heartbeat(1));
        for (int i = 0; i < 20 * STREAMS; i++) {
            PeerStream stream = new FakeCall().stream();
            loop.onOpen(stream);
            for (int frames = 0; frames < 10; frames++) {
                loop.onFrame(stream, frame);
            }
            loop.onClosed(stream, "left");
        }
        assertThat(loop.refusedStreams()).isEqualTo(19L * STREAMS);
        loop.start();
        try {
            assertThat(loop.reading().streams().open()).isZero();
            loop.onOpen(new FakeCall().stream());
            assertThat(loop.refusedStreams()).as("there is room again").isEqualTo(19L * STREAMS);
        } finally {
            loop.close();
        }
    }

    private static void follow(CoreLoop loop, Intent intent) throws Exception {
        loop.follow(intent, "another controller leads").get(10, TimeUnit.SECONDS);
    }

    private final class Beginnings implements Tap {
        @Override
        public void given(CoreInput input) {
            if (input instanceof CoreInput.Begun one) {
                begun.add(one);
            }
        }

        @Override
        public void sent(PopId pop, Role role, Message message) {}

        @Override
        public void told(Event event) {}
    }
}
