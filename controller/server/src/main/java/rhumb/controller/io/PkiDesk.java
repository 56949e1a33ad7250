package rhumb.controller.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.northbound.Answer;
import rhumb.host.tls.Identity;
import rhumb.pki.Authority;
import rhumb.pki.PkiJson;
import rhumb.pki.PkiRefused;
import rhumb.pki.Token;

/**
 * The authority of a controller that has one, on a thread of its own. What waits for it is bound by
 * the connections of the servers that ask.
 */
final class PkiDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PkiDesk.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What an admin has done by POST. */
    static final List<String> VERBS = List.of("token", "revoke");

    private final Authority authority;
    private final Runnable revoked;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    work -> Thread.ofPlatform().daemon().name("controller-pki").unstarted(work));

    /**
     * @param revoked run after each revocation
     */
    PkiDesk(Authority authority, Runnable revoked) {
        this.authority = authority;
        this.revoked = revoked;
    }

    /** Something that an authority may refuse. */
    private interface Work {
        Answer done() throws PkiRefused, IOException;
    }

    private CompletableFuture<Answer> later(Work work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.done();
                    } catch (PkiRefused e) {
                        return refused(e);
                    } catch (IOException e) {
                        log.error("pki-failed", e);
                        return Answer.unavailable("the authority's folder: " + e.getMessage());
                    }
                },
                thread);
    }

    /** {@code GET /v1/pki/list}. */
    CompletableFuture<Answer> list() {
        return later(() -> Answer.ok(PkiJson.issued(authority.list(Instant.now()))));
    }

    /** {@code POST /v1/pki/...} of an admin. */
    CompletableFuture<Answer> act(String verb, Map<String, String> query) {
        return switch (verb) {
            case "token" -> later(() -> token(query));
            case "revoke" -> later(() -> revoke(query.getOrDefault("name", "")));
            default ->
                    CompletableFuture.completedFuture(
                            Answer.absent(
                                    "nothing is done by /v1/pki/"
                                            + verb
                                            + "; there are "
                                            + String.join(", ", VERBS)
                                            + ", list"));
        };
    }

    private Answer token(Map<String, String> query) throws PkiRefused, IOException {
        Identity identity;
        Duration life;
        try {
            identity = Identity.parse(query.getOrDefault("identity", ""));
            life =
                    Duration.ofMillis(
                            Long.parseLong(
                                    query.getOrDefault(
                                            "ttl-ms", "" + Authority.TOKEN_LIFE.toMillis())));
        } catch (NumberFormatException e) {
            return Answer.bad("parameter ttl-ms: expected milliseconds");
        } catch (IllegalArgumentException e) {
            return Answer.bad("parameter identity: " + e.getMessage());
        }
        Instant now = Instant.now();
        Token token = authority.token(identity, life, now);
        return Answer.ok(PkiJson.token(identity, token, now.plus(life)));
    }

    private Answer revoke(String name) throws PkiRefused, IOException {
        List<Authority.Issued> held = authority.revoke(name, Instant.now());
        held.forEach(one ->
                log.warn(
                        "pki-revoked identity={} serial={}",
                        one.identity(),
                        one.certificate().getSerialNumber().toString(16)));
        revoked.run();
        return Answer.ok(PkiJson.issued(held));
    }

    /** {@code POST /v1/pki/enrol} of whoever has a token. */
    CompletableFuture<Answer> enrol(String body, String address) {
        return later(() -> {
            JsonNode json = read(body);
            Token token = Token.parse(json.path("token").asText());
            try {
                Authority.Grant grant =
                        authority.redeem(token, PkiJson.request(json), Instant.now());
                log.info("pki-enrolled identity={} from={} {}", grant.identity(), address, token);
                return Answer.ok(PkiJson.grant(grant));
            } catch (PkiRefused e) {
                log.warn(
                        "pki-not-enrolled from={} {} cause=\"{}\"", address, token, e.getMessage());
                throw e;
            }
        });
    }

    /**
     * {@code POST /v1/pki/renew} of who still has a certificate: a new one of the same identity.
     */
    CompletableFuture<Answer> renew(X509Certificate held, String body, String address) {
        Identity identity = Identity.of(held);
        if (identity == null) {
            return CompletableFuture.completedFuture(Answer.forbidden("who are you?"));
        }
        return later(() -> {
            Authority.Grant grant =
                    authority.issue(
                            identity, PkiJson.request(read(body)), Authority.LIFE, Instant.now());
            log.info("pki-renewed identity={} from={}", identity, address);
            return Answer.ok(PkiJson.grant(grant));
        });
    }

    private static JsonNode read(String body) throws PkiRefused {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new PkiRefused(PkiRefused.Reason.REQUEST, "this is no JSON");
        }
    }

    private static Answer refused(PkiRefused refusal) {
        String text = String.valueOf(refusal.getMessage());
        return switch (refusal.reason()) {
            case TOKEN -> Answer.forbidden(text);
            case REQUEST -> Answer.bad(text);
            case UNKNOWN -> Answer.absent(text);
            case CONFLICT -> Answer.conflict(text);
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
