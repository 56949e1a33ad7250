package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.host.tls.TlsDoor;
import rhumb.pki.Authority;
import rhumb.pki.NodeKeys;
import rhumb.pki.PinnedAuthority;
import rhumb.pki.PkiJson;
import rhumb.pki.Token;

/** {@code rhumb pki enrol}, and what else a node does for a certificate of its own. */
@Command(
        name = "enrol",
        sortOptions = false,
        description = {
            "Get a certificate for a token: make a key pair here, send the request for its certificate,"
                    + " and put ca.crt, node.crt and node.key (mode 0600) into the TLS folder. The"
                    + " token is read from standard input or a file, not from the command line, which"
                    + " others on the machine can see.",
            ""
        })
final class Enrol implements Callable<ExitCode> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Pki pki;

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "where the controller enrols, such as https://192.0.2.1:4781")
    private @Nullable String from;

    @Option(
            names = "--ca",
            paramLabel = "DIR",
            description = "folder of the authority, when it is on this machine")
    private @Nullable Path ca;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "holds the token (default: standard input)")
    private @Nullable Path tokenFile;

    @Override
    public ExitCode call() {
        String url = from;
        Path authority = ca;
        if ((url == null) == (authority == null)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "expected --from URL, or --ca DIR when the authority is on this machine");
        }
        Token token =
                Office.ask(() -> Token.parse(tokenFile == null ? input() : Pki.read(tokenFile)));
        NodeKeys keys = new NodeKeys();
        Authority.Grant grant =
                authority != null
                        ? Office.ask(() ->
                                Authority.open(authority)
                                        .redeem(token, keys.request(), Instant.now()))
                        : ask(
                                String.valueOf(url),
                                "enrol",
                                PinnedAuthority.context(token),
                                PkiJson.request(token.text(), keys.request()));
        keep(pki, keys, grant);
        return ExitCode.OK;
    }

    /** One line: a token pasted into a terminal ends there. */
    private static String input() throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String line = in.readLine();
        return line == null ? "" : line;
    }

    private static void keep(Pki pki, NodeKeys keys, Authority.Grant grant) {
        List<Path> files = Office.ask(() -> keys.keep(pki.rhumb.tlsFolder(), grant));
        pki.say("enrolled as " + grant.identity());
        files.forEach(file -> pki.say("  " + file));
    }

    private static Authority.Grant ask(
            String url, String what, SSLContext context, JsonNode question) {
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .sslContext(context)
                        .sslParameters(TlsDoor.parameters())
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + "/v1/pki/" + what))
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofString(question.toString()))
                            .build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() != OK) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        answer.path("error").asText("status " + response.statusCode()));
            }
            return Office.ask(() -> PkiJson.grant(answer));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--from " + url + ": expected a URL such as https://192.0.2.1:4781");
        } catch (IOException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no certificate from "
                            + url
                            + ": "
                            + (cause.getMessage() == null ? cause : cause.getMessage())
                            + "; the controller's configuration says where it enrols (tls: enrol)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.UNREACHABLE, "interrupted");
        }
    }

    /** {@code rhumb pki renew}. */
    @Command(
            name = "renew",
            sortOptions = false,
            description = {
                "Get a new certificate for a new key by the one in the TLS folder, while that still"
                        + " holds. Processes that run take it without a restart."
            })
    static final class Renew implements Callable<ExitCode> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Pki pki;

        @Option(
                names = "--from",
                required = true,
                paramLabel = "URL",
                description = "where the controller enrols, such as https://192.0.2.1:4781")
        private String from = "";

        @Override
        public ExitCode call() {
            Sealed sealed = Sealed.from(pki.rhumb.tlsFolder());
            NodeKeys keys = new NodeKeys();
            keep(
                    pki,
                    keys,
                    ask(from, "renew", sealed.context(), PkiJson.request("", keys.request())));
            return ExitCode.OK;
        }
    }

    /** {@code rhumb pki request}. */
    @Command(
            name = "request",
            sortOptions = false,
            description = {
                "Make a key pair and a request (node.csr) in the TLS folder, to be signed where the"
                        + " authority is (`rhumb pki issue`). What that prints goes into node.crt,"
                        + " the authority's ca.crt beside it."
            })
    static final class Request implements Callable<ExitCode> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Pki pki;

        @Override
        public ExitCode call() {
            try {
                pki.say("request: " + new NodeKeys().keepRequest(pki.rhumb.tlsFolder()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return ExitCode.OK;
        }
    }
}
