package rhumb.host.tls;

import java.nio.file.Path;
import rhumb.net.Meaning;

/** How a process of a PoP shows who it is. */
public record TlsConfig(
        @Meaning("folder with `ca.crt`, `node.crt` and `node.key`, as `rhumb pki enrol` makes it")
                Path dir) {}
