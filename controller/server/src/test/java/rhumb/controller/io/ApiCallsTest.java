package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import rhumb.controller.northbound.ApiDocument;
import rhumb.controller.northbound.IntentApi;
import rhumb.controller.northbound.NorthboundActions;
import rhumb.controller.northbound.NorthboundApi;
import rhumb.host.tls.Identity;

/** The description of the API names what is answered, no more and no less. */
class ApiCallsTest {
    /** Asked of the address for nodes, where nobody has a role yet. */
    private static final Set<String> OF_NODES = Set.of("pki/enrol", "pki/renew");

    private final ApiDocument document = new ApiDocument();

    ApiCallsTest() throws IOException {}

    private static Set<String> answered() {
        Set<String> all = new TreeSet<>();
        NorthboundApi.resources().forEach(resource -> all.add("GET /v1/" + resource));
        NorthboundApi.ELSEWHERE.forEach(resource -> all.add("GET /v1/" + resource));
        NorthboundActions.ALL.forEach(action -> all.add("POST /v1/" + action));
        IntentApi.READS.forEach(
                verb -> all.add("GET /v1/intent" + (verb.isEmpty() ? "" : "/" + verb)));
        IntentApi.VERBS.forEach(verb -> all.add("POST /v1/intent/" + verb));
        PkiDesk.VERBS.forEach(verb -> all.add("POST /v1/pki/" + verb));
        OF_NODES.forEach(resource -> all.add("POST /v1/" + resource));
        Pages.paths().stream()
                .filter(path -> !path.startsWith("/map/"))
                .forEach(path -> all.add("GET " + path));
        all.add("GET /v1/" + NorthboundHandler.STREAM);
        return all;
    }

    @Test
    void everyCallIsDescribedAndNothingElse() {
        Set<String> described = new TreeSet<>();
        document.calls().forEach(call -> described.add(call.toString()));
        assertThat(described).isEqualTo(answered());
    }

    @Test
    void eachHasTheRoleThatIsAskedForAndAnExample() {
        for (ApiDocument.Call call : document.calls()) {
            boolean change = call.method().equals("POST");
            String role =
                    OF_NODES.contains(call.resource())
                            ? "none"
                            : Access.needed(change, call.resource()).word();
            assertThat(call.role()).as(call.toString()).isEqualTo(role);
            assertThat(call.example())
                    .as(call.toString())
                    .startsWith("curl ")
                    .contains(call.path());
            assertThat(call.node().path("summary").asText()).as(call.toString()).isNotEmpty();
        }
        assertThat(Identity.Role.valueOf("READ").word()).isEqualTo("read");
    }

    @Test
    void itsReferencesLeadSomewhere() {
        for (String reference : document.references()) {
            assertThat(document.root().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
        assertThat(document.root().path("openapi").asText()).startsWith("3.1.");
    }

    @Test
    void theCheckSeesWhatItLooksFor() throws IOException {
        JsonNode schema = document.root().at("/components/schemas/Targets");
        assertThat(document.wrong(schema, json("{\"pops\":[]}"))).isEmpty();
        assertThat(document.wrong(schema, json("{}"))).containsExactly("$ has no pops");
        assertThat(document.wrong(schema, json("{\"pops\":[{\"name\":1,\"number\":2}]}")))
                .containsExactly("$.pops[0] has no host", "$.pops[0].name is no \"string\": 1");
        assertThat(document.wrong(schema, json("{\"pops\":[],\"more\":1}")))
                .containsExactly("$.more is not described");
        JsonNode status = document.root().at("/components/schemas/LinkStatus");
        assertThat(document.wrong(status, json("\"UP\""))).isEmpty();
        assertThat(document.wrong(status, json("\"up\""))).hasSize(1);
        JsonNode counter = document.root().at("/components/schemas/Counter");
        assertThat(List.of(document.wrong(counter, json("-1")), document.wrong(counter, json("1"))))
                .extracting(List::size)
                .containsExactly(1, 0);
    }

    private static JsonNode json(String text) throws IOException {
        return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
    }
}
