package rhumb.controller.io;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.IntentApi;
import rhumb.host.tls.Identity;
import rhumb.host.tls.Identity.Role;

/** Which role each northbound call takes. What is not named here is the highest one's. */
final class Access {
    private static final Set<String> OPERATE =
            Set.of(
                    "dscp-audit",
                    "trace",
                    "intent/drain",
                    "intent/undrain",
                    "intent/pin",
                    "intent/unpin",
                    "intent/confirm");

    /** A document comes with them, and nothing is done. */
    private static final Set<String> READ_BY_POST = Set.of("check", "diff", "targets");

    private Access() {}

    /**
     * The role that a call takes.
     *
     * @param change whether it is a POST
     * @param resource what comes after {@code /v1/}
     */
    static Role needed(boolean change, String resource) {
        String verb = IntentApi.verb(resource);
        boolean reads = !change || verb != null && READ_BY_POST.contains(verb);
        if (resource.startsWith("pki/")) {
            return Role.ADMIN;
        }
        return reads ? Role.READ : OPERATE.contains(resource) ? Role.OPERATE : Role.ADMIN;
    }

    /** Why a caller may not; null when it may. */
    static @Nullable Answer refusal(@Nullable Identity identity, boolean change, String resource) {
        Role needed = needed(change, resource);
        if (identity == null || identity.role().covers(needed)) {
            return null;
        }
        return Answer.forbidden(
                "/v1/"
                        + resource
                        + (change ? " (POST)" : "")
                        + " takes the role "
                        + needed.word()
                        + ", and you are "
                        + identity
                        + ": ask for a certificate with that role (`rhumb pki token`)");
    }
}
