package rhumb.host.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.host.door.ConnectionBook.Turned;

class ConnectionBookTest {
    private final ConnectionBook book = new ConnectionBook(new ConnectionBook.Limits(10, 4, 3));
    private final Map<SocketAddress, EmbeddedChannel> channels = new HashMap<>();

    private static SocketAddress at(int host, int port) {
        return new InetSocketAddress("10.0.0." + host, port);
    }

    private boolean comes(SocketAddress remote) {
        EmbeddedChannel channel = new EmbeddedChannel();
        boolean admitted = book.admit(remote, channel) == null;
        if (admitted) {
            channels.put(remote, channel);
        }
        return admitted;
    }

    private EmbeddedChannel channel(SocketAddress remote) {
        return Objects.requireNonNull(channels.get(remote));
    }

    private boolean isOpen(SocketAddress remote) {
        EmbeddedChannel channel = channel(remote);
        channel.runPendingTasks();
        return channel.isOpen();
    }

    @Test
    void strangersCrowdOutStrangersAndNobodyWhoIsIn() {
        for (int host = 1; host <= 3; host++) {
            comes(at(host, 1));
            book.known(at(host, 1));
        }
        for (int host = 11; host <= 13; host++) {
            assertThat(comes(at(host, 1))).isTrue();
        }
        assertThat(comes(at(14, 1))).isTrue();
        assertThat(isOpen(at(11, 1))).as("the oldest stranger went").isFalse();
        assertThat(isOpen(at(12, 1))).isTrue();
        for (int host = 100; host < 200; host++) {
            comes(at(host, 1));
        }
        for (int host = 1; host <= 3; host++) {
            assertThat(isOpen(at(host, 1))).isTrue();
        }
        assertThat(book.halfOpen()).isEqualTo(3);
        assertThat(book.open()).isEqualTo(6);
        assertThat(book.turned()).containsEntry(Turned.CROWDED_OUT, 101L);
    }

    @Test
    void oneAddressHasItsShare() {
        for (int port = 1; port <= 4; port++) {
            assertThat(comes(at(1, port))).isTrue();
            book.known(at(1, port));
        }
        assertThat(comes(at(1, 5))).isFalse();
        assertThat(comes(at(2, 5))).isTrue();
        assertThat(book.turned()).containsEntry(Turned.TOO_MANY_FROM_ADDRESS, 1L);
        book.gone(at(1, 1), channel(at(1, 1)));
        assertThat(comes(at(1, 5))).isTrue();
    }

    @Test
    void whenAllAreKnownTheNextIsTurnedAway() {
        for (int host = 1; host <= 10; host++) {
            comes(at(host, 1));
            book.known(at(host, 1));
        }
        assertThat(comes(at(11, 1))).isFalse();
        assertThat(book.turned()).containsEntry(Turned.TOO_MANY, 1L);
    }

    @Test
    void aPortThatComesAgainIsAnotherConnection() {
        comes(at(1, 1));
        EmbeddedChannel first = channel(at(1, 1));
        book.gone(at(1, 1), first);
        comes(at(1, 1));
        book.gone(at(1, 1), first);
        assertThat(book.open()).isEqualTo(1);
    }

    @Test
    void countsStayRightWhateverHappens() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            SocketAddress who = at(random.nextInt(6), random.nextInt(8));
            EmbeddedChannel channel = channels.get(who);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    if (channel == null) {
                        comes(who);
                    }
                }
                case 2 -> book.known(who);
                default -> {
                    if (channel != null) {
                        book.gone(who, channel);
                        channels.remove(who);
                    }
                }
            }
            // Those that were crowded out close.
            channels.entrySet()
                    .removeIf(entry -> {
                        entry.getValue().runPendingTasks();
                        return !entry.getValue().isOpen();
                    });
            assertThat(book.open()).isEqualTo(channels.size()).isLessThanOrEqualTo(10);
            assertThat(book.halfOpen()).isLessThanOrEqualTo(3);
        }
    }
}
