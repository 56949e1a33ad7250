package rhumb.forward.io;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;
import rhumb.forward.link.LaneCipher;
import rhumb.forward.link.LinkSecrets;
import rhumb.host.udp.LaneWork;
import rhumb.net.Endpoint;

/** A lane opens what neighbours send and seals what goes to them, on its own thread. */
final class LaneSealing implements LaneWork {
    /** Which link is it, by socket and sender; callable from any thread. */
    @FunctionalInterface
    interface Links {
        @Nullable LinkSecrets of(int socket, Endpoint from);
    }

    private final Links links;
    private final LaneCipher cipher;

    /**
     * @param aead of this lane alone
     */
    LaneSealing(int lane, Aead aead, Links links) {
        this.links = links;
        cipher = new LaneCipher(lane, aead);
    }

    @Override
    public @Nullable Object onArrived(
            int socket, Endpoint from, ByteBuffer buffer, int offset, int length) {
        LinkSecrets link = links.of(socket, from);
        return link == null ? null : cipher.open(link, buffer, offset, length);
    }

    @Override
    public void onLeaving(Object order, ByteBuffer buffer, int offset, int length) {
        cipher.seal((LinkSecrets.Sealing) order, buffer, offset, length);
    }

    @Override
    public void onIdle() {
        cipher.sweep();
    }
}
