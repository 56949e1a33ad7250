package rhumb.host.local;

import rhumb.southbound.message.Message;

/**
 * What a local channel tells: connected, messages, lost, one call after the other, on a thread of
 * the channel. Take a note of it and return: the peer waits meanwhile.
 */
public interface LocalListener {
    /** The peer is there: now offer all it must know; what was under way before may be lost. */
    void onConnected();

    void onMessage(Message message);

    /** The peer is gone; the channel waits for it or looks for it by itself. */
    void onLost(String reason);
}
