package rhumb.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    @Test
    void aFolderHoldsWhatAnotherHoldsAndThenNothing(@TempDir Path folder) throws IOException {
        Path from = Files.createDirectories(folder.resolve("from/inner"));
        Files.writeString(from.resolve("a"), "new");
        Path to = Files.createDirectories(folder.resolve("to/old"));
        Files.writeString(to.resolve("b"), "old");
        Disk.replace(folder.resolve("from"), folder.resolve("to"));
        assertThat(folder.resolve("to/inner/a")).hasContent("new");
        assertThat(folder.resolve("to/old")).doesNotExist();
        Disk.remove(folder.resolve("to"));
        Disk.remove(folder.resolve("never"));
        assertThat(folder.resolve("to")).doesNotExist();
    }
}
