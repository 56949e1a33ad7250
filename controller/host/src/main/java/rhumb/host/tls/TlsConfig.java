package rhumb.host.tls;

import java.nio.file.Path;

/**
 * How a process of a PoP shows who it is.
 *
 * @param dir folder with {@code ca.crt}, {@code node.crt} and {@code node.key}, as {@code rhumb pki
 *     enrol} makes it
 */
public record TlsConfig(Path dir) {}
