package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rhumb.controller.northbound.Answer;
import rhumb.host.tls.Identity;
import rhumb.host.tls.Identity.Role;

/** Every call of the northbound API, and the least role that it takes. */
class AccessTest {
    private static final Map<Role, Identity> WHO =
            Map.of(
                    Role.READ, Identity.parse("read/rob"),
                    Role.OPERATE, Identity.parse("operate/oda"),
                    Role.ADMIN, Identity.parse("admin/ann"),
                    Role.POP, Identity.parse("pop/sin"),
                    Role.CONTROLLER, Identity.parse("controller/c1"));

    @ParameterizedTest
    @CsvSource({
        "GET,status,READ",
        "GET,pops,READ",
        "GET,links,READ",
        "GET,paths,READ",
        "GET,explain/path,READ",
        "GET,explain/change,READ",
        "GET,whatif,READ",
        "GET,repairs,READ",
        "GET,rules,READ",
        "GET,streams,READ",
        "GET,queues,READ",
        "GET,dscp,READ",
        "GET,trace,READ",
        "GET,events,READ",
        "GET,audit,READ",
        "GET,intent,READ",
        "GET,intent/log,READ",
        "GET,intent/diff,READ",
        "GET,nothing,READ",
        "POST,intent/check,READ",
        "POST,intent/diff,READ",
        "GET,intent/targets,READ",
        "POST,intent/targets,READ",
        "POST,dscp-audit,OPERATE",
        "POST,trace,OPERATE",
        "POST,intent/drain,OPERATE",
        "POST,intent/undrain,OPERATE",
        "POST,intent/pin,OPERATE",
        "POST,intent/unpin,OPERATE",
        "POST,intent/confirm,OPERATE",
        "POST,intent/apply,ADMIN",
        "POST,intent/rollback,ADMIN",
        "POST,pki/token,ADMIN",
        "POST,pki/revoke,ADMIN",
        "GET,pki/list,ADMIN",
        "POST,intent,ADMIN",
        "POST,intent/something-new,ADMIN",
        "POST,something-new,ADMIN",
    })
    void takesTheRole(String method, String resource, Role least) {
        boolean change = method.equals("POST");
        WHO.forEach((role, identity) -> {
            Answer refusal = Access.refusal(identity, change, resource);
            boolean operator = Role.OPERATORS.contains(role);
            assertThat(refusal == null)
                    .as(identity + " " + method + " " + resource)
                    .isEqualTo(operator && role.compareTo(least) >= 0);
            if (refusal != null) {
                assertThat(refusal.status()).isEqualTo(403);
                assertThat(refusal.body().path("error").asText())
                        .contains(
                                "takes the role " + least.word(),
                                "you are " + Objects.requireNonNull(identity));
            }
        });
        assertThat(Access.refusal(null, change, resource)).as("on loopback without TLS").isNull();
    }
}
