package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.Samples;
import rhumb.controller.commit.Configured;
import rhumb.controller.northbound.Answer;

/** What is not kept is counted, so that somebody is told. */
class JournalFailuresTest {
    private static final Caller CALLER = new Caller(null, "127.0.0.1:1");
    private static final int UNAVAILABLE = 503;
    private static final Path FULL = Path.of("/dev/full");

    @TempDir private Path folder;

    @Test
    void entriesOfTheAuditLogThatAreNotWrittenAreCounted() throws Exception {
        AuditLog log = AuditLog.open(folder, AuditLog.Budget.STANDARD);
        try (AuditDesk desk = new AuditDesk(log)) {
            Answer done = Answer.ok(JsonNodeFactory.instance.objectNode());
            assertThat(desk.keep(CALLER, "", "intent/drain", done).get()).isSameAs(done);
            assertThat(desk.failures()).isZero();
            log.close();
            assertThat(desk.keep(CALLER, "", "intent/drain", done).get().status())
                    .isEqualTo(UNAVAILABLE);
            assertThat(desk.failures()).isEqualTo(1);
            assertThat(desk.refusal()).isNotNull();
        }
    }

    /** On a disk that is full, as far as Linux can pretend it. */
    @Test
    void commitsThatAreNotKeptAreCounted() throws Exception {
        assumeTrue(Files.exists(FULL), "there is no /dev/full here");
        Files.createSymbolicLink(folder.resolve("intent.journal"), FULL);
        String document = Samples.document(2);
        try (IntentKeeper keeper =
                IntentKeeper.open(folder, Configured.of(new YamlIntent().intent(document)), 100)) {
            assertThat(keeper.failures()).isZero();
            Answer answer = keeper.ask(true, "apply", Map.of("who", "me"), document).get();
            assertThat(answer.status()).isEqualTo(UNAVAILABLE);
            assertThat(keeper.failures()).isEqualTo(1);
        }
    }
}
