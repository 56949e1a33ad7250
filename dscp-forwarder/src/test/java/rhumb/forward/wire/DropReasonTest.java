package rhumb.forward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DropReasonTest {
    @Test
    void theDocumentListsExactlyThese() throws IOException {
        Path document =
                Path.of(System.getProperty("rhumb.root"), "docs/protocol/overlay-header.md");
        var rows =
                Pattern.compile("^\\| `(\\w+)` \\| (.*) \\|$", Pattern.MULTILINE)
                        .matcher(Files.readString(document));
        List<String> documented = new ArrayList<>();
        while (rows.find()) {
            documented.add(rows.group(1) + ": " + rows.group(2));
        }
        List<String> reasons =
                Arrays.stream(DropReason.values())
                        .map(reason -> reason.label() + ": " + reason.description())
                        .toList();
        assertThat(documented).isEqualTo(reasons);
    }
}
