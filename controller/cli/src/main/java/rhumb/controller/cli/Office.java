package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.host.tls.Identity;
import rhumb.pki.Authority;
import rhumb.pki.PkiJson;
import rhumb.pki.PkiRefused;
import rhumb.pki.Token;

/** An authority: in a folder of this machine, or the one that a controller has. */
sealed interface Office {
    JsonNode token(Identity identity, Duration life);

    JsonNode revoke(String name);

    JsonNode list();

    /**
     * @param folder null for the controller's
     */
    static Office of(@Nullable Path folder, Rhumb rhumb) {
        return folder == null ? new Remote(rhumb.northbound()) : new Local(open(folder));
    }

    static Authority open(Path folder) {
        return ask(() -> Authority.open(folder));
    }

    /** Something that an authority may refuse. */
    interface Question<T> {
        T ask() throws PkiRefused, IOException;
    }

    /** What it answers; what it refuses ends the command. */
    static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (PkiRefused e) {
            ExitCode exit =
                    switch (e.reason()) {
                        case TOKEN -> ExitCode.REFUSED;
                        case REQUEST -> ExitCode.USAGE;
                        case UNKNOWN -> ExitCode.NOT_FOUND;
                        case CONFLICT -> ExitCode.CONFLICT;
                    };
            throw new CommandFailure(exit, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On this machine. */
    record Local(Authority authority) implements Office {
        @Override
        public JsonNode token(Identity identity, Duration life) {
            Instant now = Instant.now();
            Token token = ask(() -> authority.token(identity, life, now));
            return PkiJson.token(identity, token, now.plus(life));
        }

        @Override
        public JsonNode revoke(String name) {
            return PkiJson.issued(ask(() -> authority.revoke(name, Instant.now())));
        }

        @Override
        public JsonNode list() {
            return PkiJson.issued(ask(() -> authority.list(Instant.now())));
        }
    }

    /** The controller's. */
    record Remote(Northbound northbound) implements Office {
        @Override
        public JsonNode token(Identity identity, Duration life) {
            return northbound.post(
                    "pki/token",
                    Map.of("identity", identity.toString(), "ttl-ms", "" + life.toMillis()));
        }

        @Override
        public JsonNode revoke(String name) {
            return northbound.post("pki/revoke", Map.of("name", name));
        }

        @Override
        public JsonNode list() {
            return northbound.get("pki/list", Map.of());
        }
    }
}
