package rhumb.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Refusal;

class SharedOutboxTest {
    @Test
    void newestWinsAndUrgentGoesFirst() {
        SharedOutbox outbox = new SharedOutbox();
        outbox.offer(new Heartbeat(1));
        outbox.offer(new Heartbeat(2));
        outbox.offer(new Refusal("x", "y"));
        List<Message> taken = new ArrayList<>();
        outbox.drain(taken::add);
        assertThat(taken).containsExactly(new Refusal("x", "y"), new Heartbeat(2));
        assertThat(outbox.coalesced()).isEqualTo(1);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void losesNothingButWhatIsMerged() throws InterruptedException {
        SharedOutbox outbox = new SharedOutbox();
        Thread producer =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 1; i <= 10_000; i++) {
                                outbox.offer(new Heartbeat(i));
                            }
                        });
        long last = 0;
        int taken = 0;
        while (last < 10_000) {
            if (outbox.poll() instanceof Heartbeat beat) {
                assertThat(beat.seq()).isGreaterThan(last);
                last = beat.seq();
                taken++;
            }
        }
        producer.join();
        assertThat(taken + outbox.coalesced()).isEqualTo(10_000);
    }
}
