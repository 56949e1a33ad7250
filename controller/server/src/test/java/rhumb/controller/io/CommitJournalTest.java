package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.Samples;
import rhumb.controller.commit.Commit;
import rhumb.controller.commit.Commits;
import rhumb.controller.commit.Configured;

class CommitJournalTest {
    private static final Commits NONE =
            Commits.none(new YamlIntent(), Configured.of(Samples.mesh(2)));

    @TempDir private Path folder;

    private static Commit commit(int number) {
        return new Commit(
                number,
                1_000L * number,
                "operator " + number,
                "because of \"" + number + "\"",
                "apply",
                number % 3 == 0 ? null : "document: " + "ü".repeat(number),
                Map.of("drain pop a", "name: 'drain pop a'\n"),
                number == 3 ? 99 : 0);
    }

    /**
     * Kills the process at every byte that was written: whole commits stay, others leave nothing.
     */
    @Test
    void whereverTheProcessIsKilledWholeCommitsStay() throws IOException {
        List<Long> ends = new ArrayList<>();
        Path file = folder.resolve("intent.journal");
        try (CommitJournal journal = CommitJournal.open(folder, NONE)) {
            for (int number = 1; number <= 3; number++) {
                journal.add(commit(number));
                ends.add(Files.size(file));
            }
            journal.addConfirmed(3);
        }
        byte[] whole = Files.readAllBytes(file);
        assertThat(whole.length).isGreaterThan(500);
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int bytes = cut;
            long kept = ends.stream().filter(end -> end <= bytes).count();
            try (CommitJournal journal = CommitJournal.open(folder, NONE)) {
                assertThat(journal.read().all()).as("cut at %d", cut).hasSize((int) kept);
                for (Commit commit : journal.read().all()) {
                    assertThat(commit).isEqualTo(commit((int) commit.number()));
                }
                assertThat(journal.read().waits()).isEqualTo(kept == 3 && cut < whole.length);
                journal.add(commit((int) kept + 1));
            }
            try (CommitJournal journal = CommitJournal.open(folder, NONE)) {
                assertThat(journal.read().all()).as("cut at %d, more", cut).hasSize((int) kept + 1);
            }
        }
    }

    /** What a machine that lost power leaves behind a file that had grown: zeros. */
    @Test
    void zerosBehindTheLastCommitAreNoCommit() throws IOException {
        Path file = folder.resolve("intent.journal");
        try (CommitJournal journal = CommitJournal.open(folder, NONE)) {
            journal.add(commit(1));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 4_096));
        try (CommitJournal journal = CommitJournal.open(folder, NONE)) {
            assertThat(journal.read().all()).containsExactly(commit(1));
        }
    }

    /** A bit that turned in an old commit is not taken for the end: nothing behind it is lost. */
    @Test
    void damageInTheMiddleIsToldAndLeftAlone() throws IOException {
        Path file = folder.resolve("intent.journal");
        try (CommitJournal journal = CommitJournal.open(folder, NONE)) {
            for (int number = 1; number <= 5; number++) {
                journal.add(commit(number));
            }
        }
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            // In the body of the first record: lengths are not among what turns.
            damaged[8 + random.nextInt(80)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThatThrownBy(() -> CommitJournal.open(folder, NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged at byte 0");
            assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
        }
    }

    @Test
    void oneControllerAtATime() throws IOException {
        try (CommitJournal journal = CommitJournal.open(folder, NONE)) {
            assertThatThrownBy(() -> CommitJournal.open(folder, NONE))
                    .hasMessageContaining("in use by another controller");
            assertThat(journal.read().all()).isEmpty();
        }
    }
}
