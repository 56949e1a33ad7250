package rhumb.forward;

import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.link.SendingThread;

/**
 * What a forwarder starts with to prove who it is.
 *
 * @param thread who numbers what is sent, and in which life
 * @param keys its own, as they are on disk
 * @param aead for the thread that owns the forwarder
 */
public record Credentials(SendingThread thread, KeyRing keys, Aead aead) {}
