package rhumb.controller.io;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rhumb.controller.history.io.HistoryDesk;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.ClusterResource;
import rhumb.controller.northbound.NorthboundApi;
import rhumb.host.tls.Identity;

/**
 * What operators have done: first whether their role allows it ({@link Access}), then it is done,
 * then it is written into the audit log, then they get the answer.
 */
public final class OperatorDesk implements NorthboundServer.Actions {
    private static final String WHO = "who";
    private static final String PKI = "pki/";

    /** Texts that say nothing which the rest does not. */
    private static final String NO_AUTHORITY =
            "this controller has no authority: run `rhumb pki` with --ca where it is, or name its"
                    + " folder in the configuration (tls: authority)";

    private static final Answer UNKNOWN = Answer.unavailable("it is not known whether it was done");

    private final CoreLoop loop;
    private final IntentKeeper keeper;
    private final HistoryDesk history;
    private final AuditDesk audit;
    private final @Nullable PkiDesk pki;

    OperatorDesk(
            CoreLoop loop,
            IntentKeeper keeper,
            HistoryDesk history,
            AuditDesk audit,
            @Nullable PkiDesk pki) {
        this.loop = loop;
        this.history = history;
        this.keeper = keeper;
        this.audit = audit;
        this.pki = pki;
    }

    @Override
    public @Nullable CompletableFuture<Answer> refusal(
            Caller caller, boolean change, String resource, Map<String, String> query) {
        Answer refused = Access.refusal(caller.identity(), change, resource);
        if (refused != null) {
            return audit.keep(caller, claimed(query), what(change, resource, query), refused);
        }
        Answer trouble =
                change && needsAudit(resource) && keeper.elsewhere() == null
                        ? audit.refusal()
                        : null;
        if (trouble == null) {
            return null;
        }
        return keep(caller, query, what(true, resource, query), trouble);
    }

    @Override
    public CompletableFuture<Answer> act(
            Caller caller, String action, Map<String, String> query, String body) {
        Answer away = action.startsWith(PKI) ? null : keeper.elsewhere();
        if (away != null) {
            return CompletableFuture.completedFuture(away);
        }
        CompletableFuture<Answer> done =
                action.startsWith(PKI)
                        ? pki == null
                                ? CompletableFuture.completedFuture(Answer.absent(NO_AUTHORITY))
                                : pki.act(action.substring(PKI.length()), query)
                        : loop.act(action, query);
        return audited(caller, action, query, done);
    }

    @Override
    public CompletableFuture<Answer> intent(
            Caller caller, boolean change, String verb, Map<String, String> query, String body) {
        Identity identity = caller.identity();
        Map<String, String> proved = query;
        if (identity != null) {
            // Whom somebody says it is counts only where nobody has proved anything.
            proved = new LinkedHashMap<>(query);
            proved.put(WHO, identity.toString());
        }
        CompletableFuture<Answer> done = keeper.ask(change, verb, proved, body);
        String resource = "intent/" + verb;
        return change && needsAudit(resource) ? audited(caller, resource, query, done) : done;
    }

    @Override
    public @Nullable CompletableFuture<Answer> read(String resource, Map<String, String> query) {
        if (!NorthboundApi.ELSEWHERE.contains(resource)) {
            Answer none =
                    resource.startsWith(PKI)
                            ? Answer.absent("there is no /v1/" + resource + "; there is pki/list")
                            : keeper.elsewhere();
            return none == null ? null : CompletableFuture.completedFuture(none);
        }
        return switch (resource) {
            case "audit" -> audit.read(query);
            case "cluster" ->
                    CompletableFuture.completedFuture(ClusterResource.answer(keeper.cluster()));
            case "pki/list" ->
                    pki == null
                            ? CompletableFuture.completedFuture(Answer.absent(NO_AUTHORITY))
                            : pki.list();
            default -> past(resource, query);
        };
    }

    /** What this controller saw while it led it tells afterwards too, to who asks for that. */
    private CompletableFuture<Answer> past(String resource, Map<String, String> query) {
        boolean own = query.getOrDefault("own", "").equals("true");
        Answer away = own ? null : keeper.elsewhere();
        return away == null
                ? history.read(resource, query)
                : CompletableFuture.completedFuture(away);
    }

    private CompletableFuture<Answer> audited(
            Caller caller,
            String resource,
            Map<String, String> query,
            CompletableFuture<Answer> done) {
        String what = what(true, resource, query);
        CompletableFuture<CompletableFuture<Answer>> kept =
                done.handle((answer, failure) ->
                        failure == null
                                ? keep(caller, query, what, answer)
                                : keep(caller, query, what, UNKNOWN)
                                        .thenCompose(
                                                none -> CompletableFuture.failedFuture(failure)));
        return kept.thenCompose(Function.identity());
    }

    /** Of several controllers one leads that can write down what it does. */
    private CompletableFuture<Answer> keep(
            Caller caller, Map<String, String> query, String what, Answer answer) {
        return audit.keep(caller, claimed(query), what, answer)
                .whenComplete((kept, failure) -> {
                    if (audit.refusal() != null) {
                        keeper.resign("its audit log takes nothing");
                    }
                });
    }

    /** Whether something may change by it. */
    private static boolean needsAudit(String resource) {
        return Access.needed(true, resource) != Identity.Role.READ;
    }

    private static String claimed(Map<String, String> query) {
        return query.getOrDefault(WHO, "");
    }

    /** The call with its parameters; tokens and documents are no parameters. */
    private static String what(boolean change, String resource, Map<String, String> query) {
        StringBuilder text = new StringBuilder(change ? "" : "read ").append(resource);
        query.forEach((name, value) -> {
            if (!name.equals(WHO) && !value.isEmpty()) {
                text.append(' ').append(name).append('=').append(value);
            }
        });
        return text.toString();
    }
}
