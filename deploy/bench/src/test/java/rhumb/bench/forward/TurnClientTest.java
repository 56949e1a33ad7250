package rhumb.bench.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

/** Against a server that says what is written here, on loopback. */
class TurnClientTest {
    private static final InetSocketAddress LOOPBACK =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** Asks a server that answers one request so; what it was asked, without its transaction. */
    private static String asked(UnaryOperator<String> answer, Asking asking) throws Exception {
        try (DatagramChannel server = DatagramChannel.open().bind(LOOPBACK);
                DatagramChannel own = DatagramChannel.open().bind(LOOPBACK)) {
            CompletableFuture<String> request =
                    CompletableFuture.supplyAsync(() -> serve(server, answer));
            InetSocketAddress at = (InetSocketAddress) server.getLocalAddress();
            asking.ask(new TurnClient(own, Endpoint.parse("127.0.0.1:" + at.getPort())));
            return request.get();
        }
    }

    private interface Asking {
        void ask(TurnClient client) throws IOException;
    }

    private static String serve(DatagramChannel server, UnaryOperator<String> answer) {
        try {
            ByteBuffer b = ByteBuffer.allocate(1_500);
            SocketAddress from = server.receive(b);
            String request = HexFormat.of().formatHex(b.array(), 0, b.position());
            String transaction = request.substring(16, 40);
            byte[] said = HexFormat.of().parseHex(answer.apply(transaction));
            server.send(ByteBuffer.wrap(said), from);
            return request.replace(transaction, "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsAllocatedIsFoundAmongOtherAttributes() throws Exception {
        Endpoint[] relayed = new Endpoint[1];
        String asked =
                asked(
                        transaction ->
                                "0103001c2112a442"
                                        + transaction
                                        + "80220005636f740000000000" // SOFTWARE, padded
                                        + "001600080001e113ea12a540"
                                        + "000d0004",
                        client -> relayed[0] = client.allocate());
        assertThat(asked).isEqualTo("000300082112a4420019000411000000");
        assertThat(relayed[0]).isEqualTo(Endpoint.parse("203.0.1.2:49153"));
    }

    @Test
    void aPeerHasAChannel() throws Exception {
        String asked =
                asked(
                        transaction -> "010900002112a442" + transaction,
                        client -> client.bind(Endpoint.parse("203.0.1.2:49153")));
        assertThat(asked)
                .isEqualTo("000900142112a442000c000440000000" + "001200080001e113ea12a540");
    }

    @Test
    void aRefusalIsOne() {
        assertThatThrownBy(() ->
                        asked(
                                transaction -> "011300002112a442" + transaction,
                                TurnClient::allocate))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refuses 3 with 113");
    }

    @Test
    void anAnswerWithoutAnAddressIsNone() {
        assertThatThrownBy(() ->
                        asked(
                                transaction ->
                                        "010300082112a442" + transaction + "ffffffff00000000",
                                TurnClient::allocate))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("allocated no address");
    }
}
