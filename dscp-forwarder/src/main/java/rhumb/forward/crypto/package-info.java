/**
 * Keys, and sealing packets with them.
 *
 * <p>{@link rhumb.forward.crypto.KeyRing} holds the forwarder's own keys; {@link
 * rhumb.forward.crypto.X25519} agrees on a secret with a neighbour's; {@link
 * rhumb.forward.crypto.KeySchedule} derives the keys of links from it; {@link
 * rhumb.forward.crypto.Aead} seals and opens. Which key is used when, {@link
 * rhumb.forward.link.LinkCipher} decides. Nothing here knows a FIB, a queue or a disk; random bytes
 * and stored keys are passed in.
 *
 * <p>RFC 7748 (X25519), RFC 5869 (HKDF), NIST SP 800-38D (GCM).
 */
@NullMarked
package rhumb.forward.crypto;

import org.jspecify.annotations.NullMarked;
