/**
 * The contract between controllers and the processes of a PoP.
 *
 * <p>{@code link}, {@code rule} and {@code trace} are the values that travel; {@code message} puts
 * them into messages; {@code wire} turns messages into bytes and back; {@code session} greets,
 * keeps alive and holds back for a slow peer. The schema is {@code southbound.proto}; {@code
 * docs/protocol/southbound.md} explains it. Nothing here opens a socket.
 */
@NullMarked
package rhumb.southbound;

import org.jspecify.annotations.NullMarked;
