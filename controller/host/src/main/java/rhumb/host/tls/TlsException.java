package rhumb.host.tls;

import java.io.IOException;

/** Files of a TLS folder that cannot be used; the text names the file and says what to do. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1L;

    public TlsException(String text) {
        super(text);
    }
}
