package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rhumb.controller.ControllerOptions;
import rhumb.controller.Samples;
import rhumb.host.main.ReplyCode;
import rhumb.net.Endpoint;

class NorthboundServerTest {
    private static final int CONNECTIONS = 8;
    private static final NorthboundServer.Limits IMPATIENT =
            new NorthboundServer.Limits(CONNECTIONS, 400);

    private CoreLoop loop;
    private NorthboundServer server;

    @BeforeEach
    void start() throws IOException {
        loop = new CoreLoop(Samples.mesh(3), ControllerOptions.STANDARD, 16);
        loop.start();
        server =
                NorthboundServer.open(
                        Endpoint.parse("127.0.0.1:0"),
                        loop::ask,
                        (caller, action, query, body) -> loop.act(action, query),
                        NorthboundServer.Entrance.PLAIN,
                        IMPATIENT);
    }

    @AfterEach
    void stop() {
        server.close();
        loop.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.local().port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    /** Sends as it is and reads until the server closes. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return rest(socket);
        }
    }

    private static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] some = new byte[4_096];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.write(some, 0, n);
            }
        } catch (java.net.SocketException reset) {
            // Closed with something of ours unread; what came before counts.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noPageInABrowserHasThingsDone() throws IOException {
        String asked =
                "POST /v1/dscp-audit?from=a&to=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        assertThat(exchange(asked + "Origin: http://evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("use the rhumb command");
        assertThat(exchange(asked + "\r\n")).startsWith("HTTP/1.1 503 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/status | 200 | \"phase\":\"WAITING\"",
                "GET /v1/nothing | 404 | there is no /v1/nothing; there are status, pops,",
                "GET / | 404 | there is no /; the API is below /v1/",
                "GET /v1/paths?from=zz | 404 | there is no PoP zz; there are a, b, c",
                "GET /v1/explain/path | 400 | parameter from is missing",
                "GET /v1/explain/path?from=a&to=b | 503 | there is no path from a to b",
                "GET /v1/explain/change?from=a&to=b | 503 | there is no path from a to b",
                "GET /v1/whatif | 400 | parameter change is missing: expected what is imagined",
                "GET /v1/whatif?change=pop+a+down | 503 | there is no plan yet to compare with",
                "GET /v1/links?pop=a&pop=b | 400 | parameter pop is given twice",
                "GET /v1/links?pop=%zz | 400 | not encoded as URLs are",
                "POST /v1/status | 404 | there are dscp-audit, trace",
                "POST /v1/dscp-audit?from=a | 400 | parameter to is missing",
                "POST /v1/dscp-audit?from=a&to=a | 404 | there is no link a->a",
                "POST /v1/dscp-audit?from=a&to=b | 503 | the agent of a is not connected",
                "GET /v1/dscp?link=a->z | 404 | there is no link a->z",
                "GET /v1/paths?link=a->z | 404 | there is no link a->z; there are",
                "GET /v1/dscp?link=a | 400 | expected FROM->TO",
                "DELETE /v1/status | 405 | only GET and HEAD",
                "BREW /v1/status | 405 | only GET and HEAD",
            })
    void answersInJson(String request, int status, String text) throws IOException {
        String answer = exchange(request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("content-type: application/json\r\n")
                .containsPattern(
                        "date: \\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n")
                .contains(text)
                .endsWith("}\n");
        assertThat(server.answers()).containsEntry(status, 1L);
    }

    /** 413 is given by the reader of requests before anything counts. */
    @Test
    void everyStatusIsInTheReference() {
        List<Integer> documented =
                Arrays.stream(ReplyCode.values())
                        .map(ReplyCode::status)
                        .filter(status -> status != ReplyCode.TOO_LARGE.status())
                        .toList();
        assertThat(documented).containsExactlyElementsOf(NorthboundHandler.STATUSES);
    }

    @Test
    void headGivesTheHeadersAlone() throws IOException {
        String answer = exchange("HEAD /v1/pops HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsPattern("content-length: [1-9]")
                .endsWith("\r\n\r\n");
    }

    @Test
    void tooLongLinesAndHeadersAreRefused() throws IOException {
        String line =
                "GET /v1/" + "x".repeat(NorthboundServer.MAX_LINE_BYTES) + " HTTP/1.1\r\n\r\n";
        assertThat(exchange(line)).startsWith("HTTP/1.1 414 ").contains("longer than 4096 bytes");
        String header =
                "GET /v1/pops HTTP/1.1\r\nX: "
                        + "x".repeat(NorthboundServer.MAX_HEADER_BYTES)
                        + "\r\n\r\n";
        assertThat(exchange(header)).startsWith("HTTP/1.1 431 ").contains("longer than 8192 bytes");
        assertThat(exchange("\u0001\u0002nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInOrder() throws IOException {
        String one = "GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n";
        String last = "GET /v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String answers = exchange(one.repeat(50) + last);
        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(51);
        assertThat(answers).contains("HTTP/1.1 404 ");
        try (Socket socket = connect()) {
            for (byte octet : last.getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(octet);
            }
            assertThat(rest(socket)).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void whoNeitherAsksNorReadsIsClosed() throws IOException {
        try (Socket silent = connect();
                Socket half = connect()) {
            half.getOutputStream().write("GET /v1/pops HT".getBytes(StandardCharsets.US_ASCII));
            assertThat(rest(silent)).isEmpty();
            assertThat(rest(half)).isEmpty();
        }
        try (Socket deaf = connect()) {
            deaf.setReceiveBufferSize(1_024);
            String one = "GET /v1/links HTTP/1.1\r\nHost: x\r\n\r\n";
            byte[] many = one.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            // Answers fill the socket, the server stops reading, and then it closes.
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> {
                                while (true) {
                                    deaf.getOutputStream().write(many);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
        assertThat(exchange("GET /v1/status HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void connectionsAreBounded() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS + 3; i++) {
            sockets.add(connect());
        }
        assertThat(rest(sockets.getLast())).isEmpty();
        assertThat(server.refusedConnections()).isEqualTo(3);
        for (Socket socket : sockets) {
            assertThat(rest(socket)).isEmpty();
            socket.close();
        }
        assertThat(exchange("GET /v1/status HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void saysThatTheControllerIsBusyInsteadOfWaiting() throws IOException {
        CompletableFuture<Reading> never = new CompletableFuture<>();
        never.cancel(false);
        try (NorthboundServer busy =
                        NorthboundServer.open(
                                Endpoint.parse("127.0.0.1:0"),
                                () -> never,
                                (caller, action, query, body) -> loop.act(action, query),
                                NorthboundServer.Entrance.PLAIN,
                                IMPATIENT);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), busy.local().port())) {
            socket.getOutputStream()
                    .write("GET /v1/pops HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(rest(socket))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("the controller is busy; ask again");
        }
    }

    @Test
    void garbageNeverStopsIt() throws IOException {
        Random random = new Random(3);
        String good = "GET /v1/paths?from=a&to=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        for (int i = 0; i < 500; i++) {
            byte[] bytes = good.getBytes(StandardCharsets.US_ASCII);
            for (int edits = random.nextInt(8); edits > 0; edits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (Socket socket = connect()) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                socket.getInputStream().read();
            } catch (java.net.SocketException reset) {
                // An answer too.
            }
        }
        assertThat(server.answers()).containsEntry(500, 0L);
        assertThat(exchange("GET /v1/status HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }
}
