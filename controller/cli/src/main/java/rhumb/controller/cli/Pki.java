package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.host.tls.Identity;
import rhumb.pki.Authority;
import rhumb.pki.PkiJson;
import rhumb.pki.Token;

/** {@code rhumb pki}: who may talk to controllers; {@link Enrol} has the node's side. */
@Command(
        name = "pki",
        sortOptions = false,
        subcommands = {Enrol.class, Enrol.Renew.class, Enrol.Request.class},
        description = {
            "Certificates of PoPs, controllers and operators. A node makes its key itself, and gets a"
                    + " certificate for a one-time token; no key ever travels.",
            ""
        },
        footerHeading = "%nTo begin, on the controller's machine:%n",
        footer = {
            "  rhumb pki init ca",
            "  rhumb pki token c1 --role controller --ca ca | rhumb pki enrol --ca ca --tls-dir tls",
            "and for each PoP a token, which `rhumb pki enrol --from URL` on the PoP reads from its"
                    + " standard input. See docs/pki.md."
        })
final class Pki {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.text("IDENTITY", "identity"),
                    Column.text("STATE", "state"),
                    Column.text("FROM", "from"),
                    Column.text("UNTIL", "until"),
                    Column.text("SERIAL", "serial").yields(16));

    /** Which authority. */
    static final class Ca {
        @Option(
                names = "--ca",
                paramLabel = "DIR",
                defaultValue = "${env:RHUMB_CA}",
                description =
                        "folder of the authority (env RHUMB_CA, default: ask the controller to do"
                                + " it, which takes the role admin)")
        @Nullable Path folder;
    }

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Command(description = "Make an authority in a folder; one that is there is never overwritten.")
    int init(
            @Parameters(paramLabel = "DIR", description = "its folder") Path folder,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            defaultValue = "rhumb-ca",
                            description =
                                    "what its certificate calls it (default: ${DEFAULT-VALUE})")
                    String name) {
        Authority authority = Office.ask(() -> Authority.init(folder, named(name), Instant.now()));
        say(
                "made an authority in "
                        + folder
                        + ", fingerprint "
                        + Token.fingerprint(authority.certificate())
                        + "\nkeep "
                        + folder.resolve("ca.key")
                        + " secret, and a copy of it in a safe place");
        return ExitCode.OK.status();
    }

    @Command(
            description = {
                "Let somebody have a certificate, once: print a token for `rhumb pki enrol`."
            })
    int token(
            @Parameters(paramLabel = "NAME", description = "of the PoP, controller or operator")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "pop, controller, read, operate or admin")
                    String role,
            @Option(
                            names = "--ttl",
                            paramLabel = "TIME",
                            defaultValue = "10m",
                            description = "how long it waits (default: ${DEFAULT-VALUE})")
                    String life,
            @Mixin Ca ca) {
        JsonNode json =
                Office.of(ca.folder, rhumb)
                        .token(identity(role, name), Duration.ofMillis(Times.ms("--ttl", life)));
        say(json.path("token").asText());
        return ExitCode.OK.status();
    }

    @Command(
            description = {
                "Sign a request that was made elsewhere (`rhumb pki request`, openssl req): print the"
                        + " certificate and the authority's. For nodes that no controller reaches."
            })
    int issue(
            @Parameters(paramLabel = "NAME", description = "of the PoP, controller or operator")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "pop, controller, read, operate or admin")
                    String role,
            @Option(
                            names = "--csr",
                            required = true,
                            paramLabel = "FILE",
                            description = "the request, PKCS #10, PEM")
                    Path csr,
            @Option(
                            names = "--life",
                            paramLabel = "TIME",
                            defaultValue = "90d",
                            description = "how long it holds (default: ${DEFAULT-VALUE})")
                    String life,
            @Option(
                            names = "--ca",
                            required = true,
                            paramLabel = "DIR",
                            description = "folder of the authority")
                    Path ca) {
        Identity identity = identity(role, name);
        Duration time = Duration.ofMillis(Times.ms("--life", life));
        Authority authority = Office.open(ca);
        Authority.Grant grant =
                Office.ask(() ->
                        authority.issue(identity, PkiJson.request(read(csr)), time, Instant.now()));
        rhumb.out().print(grant.chain());
        rhumb.out().flush();
        return ExitCode.OK.status();
    }

    @Command(
            description = {
                "Let all certificates and tokens of a name hold no longer. Controllers end their"
                        + " connections at once."
            })
    int revoke(
            @Parameters(paramLabel = "NAME", description = "such as sin, or pop/sin") String name,
            @Mixin Ca ca) {
        JsonNode held = Office.of(ca.folder, rhumb).revoke(name).path("certificates");
        if (held.isEmpty()) {
            say(name + ": nothing of it held any more");
        }
        held.forEach(one ->
                say(
                        "revoked "
                                + one.path("identity").asText()
                                + ", serial "
                                + one.path("serial").asText()));
        return ExitCode.OK.status();
    }

    @Command(description = "Show what was issued.")
    int list(@Mixin Ca ca, @Mixin Output output) {
        Office office = Office.of(ca.folder, rhumb);
        return output.print(
                rhumb.out(),
                office::list,
                json -> output.table(COLUMNS).print(json.path("certificates")));
    }

    void say(String line) {
        rhumb.out().println(line);
        rhumb.out().flush();
    }

    static Identity identity(String role, String name) {
        try {
            return new Identity(Identity.Role.parse(role), name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static String named(String name) {
        return identity(Identity.Role.ADMIN.word(), name).name();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    new IOException(
                            file + ": cannot be read (" + e + "); check its name and mode"));
        }
    }
}
