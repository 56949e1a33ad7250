package rhumb.controller.io;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import rhumb.controller.northbound.Answer;

/** What strangers can have done: a certificate for a token, or a new one for one that holds. */
final class EnrolDesk implements NorthboundServer.Actions {
    private static final String ENROL = "pki/enrol";
    private static final String RENEW = "pki/renew";

    private final PkiDesk pki;
    private final AuditDesk audit;

    EnrolDesk(PkiDesk pki, AuditDesk audit) {
        this.pki = pki;
        this.audit = audit;
    }

    @Override
    public @Nullable CompletableFuture<Answer> refusal(
            Caller caller, boolean change, String resource, Map<String, String> query) {
        if (change && resource.equals(ENROL)) {
            return null;
        }
        if (change && resource.equals(RENEW)) {
            return caller.certificate() != null
                    ? null
                    : CompletableFuture.completedFuture(
                            Answer.forbidden("to renew takes the certificate that is renewed"));
        }
        return CompletableFuture.completedFuture(
                Answer.absent("here are POST /v1/pki/enrol and /v1/pki/renew, and nothing else"));
    }

    @Override
    public CompletableFuture<Answer> act(
            Caller caller, String action, Map<String, String> query, String body) {
        X509Certificate held = caller.certificate();
        CompletableFuture<Answer> done =
                action.equals(RENEW) && held != null
                        ? pki.renew(held, body, caller.address())
                        : pki.enrol(body, caller.address());
        // Strangers without a token are counted and logged; they shall not fill the audit log.
        return done.thenCompose(answer ->
                answer.status() == Answer.OK
                        ? audit.keep(
                                caller,
                                "by token",
                                action + " identity=" + answer.body().path("identity").asText(),
                                answer)
                        : CompletableFuture.completedFuture(answer));
    }
}
