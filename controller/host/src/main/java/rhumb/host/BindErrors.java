package rhumb.host;

import java.io.IOException;
import rhumb.net.Endpoint;

/** Says in one line why a local address cannot be had and what to do about it. */
public final class BindErrors {
    private BindErrors() {}

    /**
     * Puts the system's complaint into words an operator can act on.
     *
     * @param protocol {@code UDP} or {@code TCP}
     * @param bind what was asked for
     * @param cause the failure as the system or a library gave it
     */
    public static IOException explain(String protocol, Endpoint bind, Throwable cause) {
        return new IOException(explain(protocol, bind, text(cause)), cause);
    }

    /** The same from the system's own words, such as {@code Address already in use}. */
    public static String explain(String protocol, Endpoint bind, String systemText) {
        return "cannot open "
                + protocol
                + " "
                + bind
                + ": "
                + systemText
                + "; "
                + advice(protocol, bind, systemText);
    }

    private static String advice(String protocol, Endpoint bind, String systemText) {
        if (systemText.contains("in use")) {
            return "stop the process that holds it ("
                    + (protocol.equals("UDP") ? "ss -lunp" : "ss -ltnp")
                    + " sport = :"
                    + bind.port()
                    + ") or choose another port";
        }
        if (systemText.contains("annot assign")) {
            return "this machine has no address " + bind.host() + ": see `ip address`";
        }
        if (systemText.contains("ermission denied")) {
            return "ports below 1024 need CAP_NET_BIND_SERVICE: grant it or choose a higher port";
        }
        if (systemText.contains("family not supported")) {
            return "IPv6 is switched off on this machine: use an IPv4 address";
        }
        if (systemText.contains("oo many open files")) {
            return "raise the limit of open files (LimitNOFILE= in the unit, ulimit -n)";
        }
        return "check the address";
    }

    /** The innermost text: libraries wrap the system's own words. */
    private static String text(Throwable cause) {
        Throwable inner = cause;
        for (Throwable next = cause; next != null; next = next.getCause()) {
            inner = next;
        }
        String text = inner.getMessage();
        return text == null ? inner.getClass().getSimpleName() : text;
    }
}
