package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.forward.crypto.KeyRing;

class StateFilesTest {
    private static final long S = 1_000_000_000L;

    @TempDir Path folder;

    @Test
    void eachLifeIsHigherThanAllBefore() throws IOException {
        assertThat(LifeFile.begin(folder, 1_700_000_000L * S)).isEqualTo(1_700_000_000);
        assertThat(LifeFile.begin(folder, 1_700_000_000L * S)).isEqualTo(1_700_000_001);
        assertThat(LifeFile.begin(folder, 5 * S)).as("a clock gone back").isEqualTo(1_700_000_002);
        assertThat(LifeFile.begin(folder, 1_800_000_000L * S)).isEqualTo(1_800_000_000);
        assertThat(LifeFile.begin(folder, 4_000_000_000L * S))
                .as("without sign")
                .isEqualTo((int) 4_000_000_000L);
        assertThat(LifeFile.begin(folder, 0)).isEqualTo((int) 4_000_000_001L);
    }

    @Test
    void aBrokenLifeIsSaidWithItsFile() throws IOException {
        Files.writeString(folder.resolve("life"), "seven");
        assertThatThrownBy(() -> LifeFile.begin(folder, S))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("life: expected a number, found \"seven\"");
    }

    @Test
    void keysComeBackAndAreNobodyElses() throws IOException {
        KeyRing made = new KeyFile(folder).open(new Random(1));
        KeyRing again = new KeyFile(folder).open(new Random(2));
        assertThat(again.publicKeys()).isEqualTo(made.publicKeys());
        KeyRing next = again.next(new Random(3));
        new KeyFile(folder).store(next);
        assertThat(new KeyFile(folder).open(new Random(4)).publicKeys())
                .isEqualTo(next.publicKeys());
        assertThat(Files.getPosixFilePermissions(folder.resolve("keys")))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void brokenKeysAreSaidWithoutShowingThem() throws IOException {
        String secret = HexFormat.of().formatHex(KeyRing.first(new Random(1)).newest().secret());
        for (String text :
                new String[] {
                    "",
                    "7\n",
                    "7 " + secret + " x\n",
                    "x " + secret + "\n",
                    "7 " + secret.substring(1) + "\n",
                    "300 " + secret + "\n"
                }) {
            Files.writeString(folder.resolve("keys"), text);
            assertThatThrownBy(() -> new KeyFile(folder).open(new Random(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("keys: expected one or two lines")
                    .hasNoCause()
                    .message()
                    .doesNotContain(secret.substring(1));
        }
    }
}
