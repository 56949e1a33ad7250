package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import rhumb.host.main.ExitCode;
import rhumb.host.main.ReplyCode;

class RhumbTest {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer controller;

    @BeforeEach
    void start() throws IOException {
        controller =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        controller.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    String answer = answers.get(exchange.getRequestURI().getPath());
                    byte[] body =
                            (answer == null ? "{\"error\":\"no PoP of that name\"}" : answer)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        controller.start();
    }

    @AfterEach
    void stop() {
        controller.stop(0);
    }

    private int rhumb(String... words) {
        CommandLine line = Rhumb.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--controller=http://127.0.0.1:" + controller.getAddress().getPort());
        return line.execute(all.toArray(String[]::new));
    }

    @Test
    void showsLinksInColumnsAndUnknownIsNotZero() {
        answers.put(
                "/v1/links",
                """
                {"links":[
                 {"link":"sin->fra","status":"DEGRADED","degraded":["audio","live"],"lossPpmShort":203000,
                  "lossPpmLong":9000,"rttMs":157.04,"delayMs":78.5,"jitterMs":0.2,"samples":620},
                 {"link":"fra->sin","status":"UNKNOWN","degraded":[],"samples":0}]}\
                """);
        assertThat(rhumb("show", "links", "--pop", "sin")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "LINK      STATUS    DEGRADED FOR  LOSS 2s  LOSS 60s  RTT ms  DELAY ms  JITTER ms  SAMPLES",
                        "sin->fra  DEGRADED  audio live     20.30%     0.90%   157.0      78.5       0.20      620",
                        "fra->sin  UNKNOWN   -                   -         -       -         -          -        0");
        assertThat(asked).containsExactly("/v1/links?pop=sin");
    }

    @Test
    void showsQueuesOfClassesAndTenants() {
        answers.put(
                "/v1/queues",
                """
                {"queues":[
                 {"pop":"sin","uplink":"main","class":"audio","tenant":null,"packets":1000,"bytes":98000,
                  "drops":0,"marks":0,"queued":0,"delayMsP50":0.003,"delayMsP99":1.1},
                 {"pop":"sin","uplink":"main","class":null,"tenant":"acme","packets":7,"bytes":900,
                  "drops":12,"marks":1,"queued":3,"delayMsP50":null,"delayMsP99":null}]}\
                """);
        assertThat(rhumb("show", "queues", "--pop", "sin")).isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "POP UPLINK CLASS TENANT PACKETS BYTES DROPS MARKS QUEUED WAIT p50 ms p99 ms",
                        "sin main audio - 1000 98000 0 0 0 0.00 1.10",
                        "sin main - acme 7 900 12 1 3 - -");
        assertThat(asked).containsExactly("/v1/queues?pop=sin");
    }

    @Test
    void jsonIsPassedOnWhole() {
        answers.put("/v1/pops", "{\"pops\":[{\"name\":\"sin\",\"later\":1}]}");
        assertThat(rhumb("show", "pops", "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"later\" : 1");
    }

    @Test
    void yamlSaysTheSameAndWideSaysMore() {
        answers.put(
                "/v1/pops",
                "{\"pops\":[{\"name\":\"sin\",\"number\":3,\"city\":\"no\",\"later\":null}]}");
        assertThat(rhumb("show", "pops", "-o", "yaml")).isZero();
        assertThat(out.toString())
                .isEqualTo("pops:\n- name: sin\n  number: 3\n  city: \"no\"\n  later: null\n");
        assertThat(rhumb("show", "pops", "--output=wide")).isZero();
        assertThat(out.toString()).contains("POP  NUMBER  CITY");
        assertThat(rhumb("show", "pops", "-o", "tabel")).isEqualTo(2);
        assertThat(err.toString()).contains("table, wide, json, yaml");
    }

    @Test
    void repliesHaveTheirExitCodes() {
        for (ReplyCode reply : ReplyCode.values()) {
            assertThat(ReplyCode.exit(reply.status())).isEqualTo(reply.exit());
        }
        assertThat(ReplyCode.exit(499)).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void explainPrintsTheLinesOfTheController() {
        answers.put("/v1/explain/path", "{\"lines\":[\"audio sin->fra\",\"  because\"]}");
        answers.put("/v1/explain/change", "{\"changes\":[],\"lines\":[\"  nothing would\"]}");
        assertThat(rhumb("explain", "path", "sin", "fra")).isZero();
        assertThat(out.toString()).isEqualTo("audio sin->fra\n  because\n  nothing would\n");
        assertThat(asked.getFirst()).contains("class=audio", "from=sin", "to=fra");
    }

    @Test
    void explainSaysWhenTheControllerIsBusyWithWhatIfs() {
        answers.put("/v1/explain/path", "{\"lines\":[\"audio sin->fra\"]}");
        assertThat(rhumb("explain", "path", "sin", "fra")).isZero();
        assertThat(out.toString())
                .isEqualTo("audio sin->fra\n  what would change it: no PoP of that name\n");
    }

    @Test
    void whatIfShowsWhoMovesAndWhatBecomesOfUplinks() {
        answers.put(
                "/v1/whatif",
                """
                {"plan":13,"changes":["link sin->fra down","pop hkg down"],"assumed":["osl: assumed"],
                 "pairs":[
                  {"fate":"STRANDED","from":"sin","to":"osl","classes":["audio","live"],
                   "before":{"path":"sin > osl","delayMs":90.04,"lossPpm":0,"price":4},
                   "after":{"path":null},
                   "costs":[{"class":"audio","beforeUs":92000,"afterUs":null,
                             "beforeDegraded":true,"afterDegraded":false}]},
                  {"fate":"MOVES","from":"sin","to":"fra",
                   "classes":["signalling","audio","video-key","video","live","bulk","default"],
                   "before":{"path":"sin > fra","delayMs":78.5,"lossPpm":20000,"price":4},
                   "after":{"path":"sin > lon > fra","delayMs":86.2,"lossPpm":0,"price":4},
                   "costs":[{"class":"signalling","beforeUs":80500,"afterUs":90200}]}],
                 "morePairs":0,"unchanged":5,"demandKnown":true,
                 "uplinks":[
                  {"uplink":"lon","rateBps":10000000,"beforeBps":0,"afterBps":12000000,
                   "overloaded":true},
                  {"uplink":"fra","rateBps":10000000,"beforeBps":500,"afterBps":500,
                   "overloaded":false}],
                 "summary":["pairs x classes: many"]}\
                """);
        List<String> words =
                List.of("whatif", "link", "sin->fra", "down", "and", "pop", "hkg", "down");
        assertThat(rhumb(words.toArray(String[]::new))).isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("sin >")))
                .allMatch(line -> line.length() <= Table.FITS)
                .containsExactly(
                        "NO PATH  sin   osl  audio live   sin > osl (d...  -                   90.0 > -      0.00% > -  4 > -",
                        "moves    sin   fra  all but log  sin > fra        sin > lon > fra  78.5 > 86.2  2.00% > 0.00%      4");
        out.getBuffer().setLength(0);
        asked.clear();
        List<String> wide = new ArrayList<>(words);
        wide.addAll(List.of("-o", "wide"));
        assertThat(rhumb(wide.toArray(String[]::new))).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "what if link sin->fra down",
                        "    and pop hkg down (against plan 13, hold-down taken as over; nothing is changed)",
                        "  osl: assumed",
                        "",
                        "FATE     FROM  TO   CLASSES      NOW                   THEN                DELAY ms           LOSS      COST ms   c/GB",
                        "NO PATH  sin   osl  audio live   sin > osl (degraded)  -                   90.0 > -      0.00% > -     92.0 > -  4 > -",
                        "moves    sin   fra  all but log  sin > fra             sin > lon > fra  78.5 > 86.2  2.00% > 0.00%  80.5 > 90.2      4",
                        "",
                        "UPLINK         RATE     SENDS   WOULD SEND       FULL",
                        "lon     10.0 Mbit/s  0 kbit/s  12.0 Mbit/s  0% > 120%  OVERLOADED",
                        "",
                        "pairs x classes: many");
        assertThat(asked)
                .containsExactly("/v1/whatif?change=link+sin-%3Efra+down+and+pop+hkg+down");
    }

    @Test
    void delaysOfANewPopMayComeFromAFile(@TempDir Path folder) throws IOException {
        answers.put("/v1/whatif", "{\"plan\":1,\"changes\":[\"x\"]}");
        Path file =
                Files.writeString(folder.resolve("osl.txt"), "# ms\nfra 9ms\n\nlon=12ms # ferry\n");
        assertThat(rhumb("whatif", "add", "pop", "osl", "delays", "--delays", file.toString()))
                .isZero();
        assertThat(asked)
                .containsExactly("/v1/whatif?change=add+pop+osl+delays+fra%3D9ms+lon%3D12ms");
        assertThat(rhumb("whatif", "add", "pop", "osl", "--delays", file.toString())).isZero();
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1)).isEqualTo(asked.get(0));
        Files.writeString(file, "fra\n");
        assertThat(rhumb("whatif", "add", "pop", "osl", "delays", "--delays", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("\"fra\": expected POP DELAY, such as fra 9ms");
    }

    @Test
    void failuresAreOneLineWithTheirExitCode() {
        assertThat(rhumb("explain", "path", "xxx", "fra")).isEqualTo(3);
        assertThat(err.toString()).isEqualTo("rhumb: no PoP of that name\n");
        answers.put("/v1/pops", "<html>");
        assertThat(rhumb("show", "pops")).isEqualTo(4);
        assertThat(err.toString()).contains("is no controller of Rhumb");
        assertThat(rhumb("show", "lnks")).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean \"links\"");
        controller.stop(0);
        assertThat(rhumb("show", "pops")).isEqualTo(4);
        assertThat(err.toString()).contains("no controller answers at http://127.0.0.1:");
    }

    @Test
    void ofSeveralControllersTheFirstThatAnswersIsAsked() throws IOException {
        answers.put("/v1/pops", "{\"pops\":[{\"name\":\"sin\"}]}");
        int nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = taken.getLocalPort();
        }
        String both =
                "--controller=http://127.0.0.1:"
                        + nobody
                        + ", http://127.0.0.1:"
                        + controller.getAddress().getPort();
        CommandLine line = Rhumb.commandLine().setOut(new PrintWriter(out));
        assertThat(line.execute("show", "pops", both)).isZero();
        assertThat(out.toString()).contains("sin");
    }

    @Test
    void namesForCompletionAreGivenSilently() {
        answers.put("/v1/pops", "{\"pops\":[{\"name\":\"sin\"},{\"name\":\"fra\"}]}");
        answers.put(
                "/v1/links",
                "{\"links\":[{\"link\":\"sin->fra\"},{\"link\":\"fra/b->sin\"},{\"link\":\"sin->x\"}]}");
        assertThat(rhumb("__complete", "pop")).isZero();
        assertThat(rhumb("__complete", "uplink")).isZero();
        assertThat(rhumb("__complete", "nonsense")).isZero();
        assertThat(out.toString()).isEqualTo("sin\nfra\nfra/b\nsin/main\n");
        answers.clear();
        assertThat(rhumb("__complete", "pop")).isZero();
        controller.stop(0);
        assertThat(rhumb("__complete", "link")).isZero();
        assertThat(out.toString()).endsWith("sin/main\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void topPrintsOneScreenIntoAPipe() {
        answers.put(
                "/v1/status",
                "{\"phase\":\"FIRST_UPDATE\",\"plan\":3,\"pops\":2,\"links\":2,\"snapshot\":1}");
        answers.put("/v1/pops", "{\"pops\":[{\"name\":\"sin\",\"linksUp\":1}]}");
        answers.put("/v1/events", "{\"events\":[]}");
        answers.put("/v1/links", "{\"links\":[{\"link\":\"sin->fra\",\"status\":\"UP\"}]}");
        assertThat(rhumb("top", "--once", "--pop", "sin")).isZero();
        assertThat(out.toString().lines())
                .hasSize(4)
                .last()
                .asString()
                .startsWith("> sin->fra  UP");
        assertThat(asked).contains("/v1/links?pop=sin", "/v1/events?after=0");
        controller.stop(0);
        assertThat(rhumb("top", "--once")).isEqualTo(4);
        assertThat(rhumb("top")).isEqualTo(2);
        assertThat(err.toString()).contains("--once prints the screen once");
    }

    @Test
    void helpNamesEveryProcessAndExitCode() {
        assertThat(Rhumb.commandLine().getUsageMessage())
                .contains("lab ", "sim ", "controller ", "agent ", "forwarder ");
        for (ExitCode exit : ExitCode.values()) {
            assertThat(Rhumb.commandLine().getUsageMessage()).contains(exit.status() + "   ");
        }
    }

    @Test
    void everyWordExplainsItself() {
        explained(List.of(), Rhumb.commandLine());
        assertThat(out.toString())
                .contains("Usage: rhumb show links")
                .contains("Usage: rhumb explain path")
                // what stands below the help of rhumb itself is not repeated below each word
                .doesNotContain("a WAN of PoPs on this machine");
    }

    private void explained(List<String> words, CommandLine line) {
        for (var sub : line.getSubcommands().entrySet()) {
            List<String> asked = new ArrayList<>(words);
            asked.add(sub.getKey());
            explained(asked, sub.getValue());
            asked.add("--help");
            CommandLine fresh = Rhumb.commandLine().setOut(new PrintWriter(out));
            assertThat(fresh.execute(asked.toArray(String[]::new))).as("%s", asked).isZero();
        }
    }
}
