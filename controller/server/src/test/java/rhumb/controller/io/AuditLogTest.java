package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final AuditLog.Budget SMALL = new AuditLog.Budget(2_000, 3);

    @TempDir Path folder;

    private static AuditLog.Entry entry(int number) {
        return new AuditLog.Entry(
                1_000L + number, "admin/ann", "127.0.0.1:1", "intent/apply why=" + number, 200, "");
    }

    @Test
    void whatWasKeptIsThereAfterARestart() throws Exception {
        try (AuditLog log = AuditLog.open(folder, SMALL)) {
            log.add(entry(1));
            log.add(new AuditLog.Entry(7, "read/rob", "127.0.0.1:2", "intent/drain", 403, "no"));
        }
        try (AuditLog log = AuditLog.open(folder, SMALL)) {
            log.add(entry(3));
            assertThat(log.last(10))
                    .containsExactly(
                            entry(1),
                            new AuditLog.Entry(
                                    7, "read/rob", "127.0.0.1:2", "intent/drain", 403, "no"),
                            entry(3));
            assertThat(log.last(1)).containsExactly(entry(3));
        }
    }

    @Test
    void allFilesStayWithinTheBudget() throws Exception {
        try (AuditLog log = AuditLog.open(folder, SMALL)) {
            for (int number = 0; number < 500; number++) {
                log.add(entry(number));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.sorted().toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("audit.log", "audit.log.1", "audit.log.2");
            assertThat(all.stream().mapToLong(AuditLogTest::size).sum())
                    .isLessThan(3 * (2_000 + 200));
        }
        try (AuditLog log = AuditLog.open(folder, SMALL)) {
            assertThat(log.last(1)).containsExactly(entry(499));
            List<AuditLog.Entry> read = log.last(AuditLog.MOST);
            assertThat(read)
                    .isEqualTo(
                            read.stream()
                                    .sorted((a, b) -> Long.compare(a.atUnixMs(), b.atUnixMs()))
                                    .toList());
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLineThatWasNotWrittenWholeSpoilsNoOther() throws Exception {
        try (AuditLog log = AuditLog.open(folder, SMALL)) {
            log.add(entry(1));
        }
        Path file = folder.resolve("audit.log");
        Files.writeString(file, Files.readString(file) + "{\"at\":5,\"wh");
        try (AuditLog log = AuditLog.open(folder, SMALL)) {
            log.add(entry(2));
        }
        try (AuditLog log = AuditLog.open(folder, SMALL)) {
            assertThat(log.last(10)).containsExactly(entry(1), entry(2));
        }
    }

    @Test
    void whatComesFromOutsideStaysOnItsLine() throws Exception {
        try (AuditLog log = AuditLog.open(folder, SMALL)) {
            log.add(
                    new AuditLog.Entry(
                            1, "x\n{\"who\":\"admin/ann\"}", "", "a\r\nb", 200, "y".repeat(9_999)));
            assertThat(Files.readString(folder.resolve("audit.log")).lines()).hasSize(1);
            assertThat(log.last(1).getFirst().outcome()).hasSizeLessThan(400);
        }
    }

    @Test
    void withoutAFolderTheNewestAreInMemory() throws Exception {
        try (AuditLog log = AuditLog.open(null, SMALL)) {
            for (int number = 0; number <= AuditLog.MOST; number++) {
                log.add(entry(number));
            }
            assertThat(log.last(AuditLog.MOST)).hasSize(AuditLog.MOST).first().isEqualTo(entry(1));
        }
    }
}
