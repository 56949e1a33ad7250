package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.NorthboundApi;

class CostlyQuestionsTest {
    @Test
    void oneAtATimeAndTheOtherIsTold() {
        try (CostlyQuestions questions = new CostlyQuestions()) {
            CompletableFuture<Answer> first = new CompletableFuture<>();
            CompletableFuture<Answer> answer = questions.tryAsk(() -> first);
            assertThat(questions.tryAsk(() -> new CompletableFuture<>()).join().status())
                    .isEqualTo(503);
            first.complete(NorthboundApi.busy());
            assertThat(answer).isCompleted();
            // One that fails makes room too.
            CompletableFuture<Answer> failing = new CompletableFuture<>();
            assertThat(questions.tryAsk(() -> failing)).isNotDone();
            failing.completeExceptionally(new IllegalStateException());
            CompletableFuture<Answer> third = new CompletableFuture<>();
            assertThat(questions.tryAsk(() -> third)).isNotDone();
        }
    }
}
