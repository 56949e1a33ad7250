package rhumb.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.consensus.Entry;
import rhumb.controller.consensus.RaftCore;

class RaftJournalTest {
    private static final int MAX = 1_000;

    @TempDir private Path folder;

    /**
     * Kills the member at every byte it wrote: it wakes with what it had before or after a step.
     */
    @Test
    void whereverAMemberIsKilledItKnowsWhatItHadSaid() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path file = folder.resolve("cluster.journal");
        List<RaftCore.Kept> steps = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        long term = 0;
        int vote = 0;
        steps.add(RaftCore.Kept.NOTHING);
        ends.add(0L);
        try (RaftJournal journal = RaftJournal.open(folder, MAX)) {
            for (int step = 0; step < 30; step++) {
                if (random.nextInt(3) == 0) {
                    term++;
                    vote = random.nextInt(3);
                    assertThat(journal.save(term, vote)).isTrue();
                } else {
                    int after = entries.isEmpty() ? 0 : random.nextInt(entries.size() + 1);
                    Entry entry = new Entry(term, new byte[random.nextInt(40)]);
                    entries.subList(after, entries.size()).clear();
                    entries.add(entry);
                    assertThat(journal.append(after, List.of(entry))).isTrue();
                }
                steps.add(new RaftCore.Kept(term, vote, entries));
                ends.add(Files.size(file));
            }
        }
        byte[] whole = Files.readAllBytes(file);
        assertThat(whole.length).isGreaterThan(500);
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int bytes = cut;
            int step = (int) ends.stream().filter(end -> end <= bytes).count() - 1;
            try (RaftJournal journal = RaftJournal.open(folder, MAX)) {
                assertThat(journal.kept()).as("cut at %d", cut).isEqualTo(steps.get(step));
            }
        }
    }

    @Test
    void severalEntriesAreWrittenTogether() throws IOException {
        List<Entry> three =
                List.of(
                        new Entry(1, new byte[0]),
                        new Entry(1, new byte[] {1}),
                        new Entry(2, new byte[] {2}));
        try (RaftJournal journal = RaftJournal.open(folder, MAX)) {
            assertThat(journal.append(0, three)).isTrue();
        }
        try (RaftJournal journal = RaftJournal.open(folder, MAX)) {
            assertThat(journal.kept().entries()).isEqualTo(three);
        }
    }

    @Test
    void damageIsToldAndNotGuessedAt() throws IOException {
        try (RaftJournal journal = RaftJournal.open(folder, MAX)) {
            journal.save(1, 2);
            journal.save(2, 1);
        }
        Path file = folder.resolve("cluster.journal");
        byte[] bytes = Files.readAllBytes(file);
        bytes[10] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> RaftJournal.open(folder, MAX).close())
                .hasMessageContaining("damaged at byte 0");
    }
}
