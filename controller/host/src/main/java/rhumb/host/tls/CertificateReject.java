package rhumb.host.tls;

import java.util.Locale;

/** Why a certificate is not taken. */
public enum CertificateReject {
    ABSENT("there is none", "enrol: `rhumb pki enrol`"),
    UNKNOWN_AUTHORITY(
            "no authority that is trusted here signed it",
            "enrol with this overlay's authority, or compare ca.crt on both sides"),
    EXPIRED("it is too old", "renew it: `rhumb pki renew`, or enrol anew; or set the clock right"),
    NOT_YET_VALID("it is not valid yet", "compare the clocks of both machines"),
    REVOKED("it was revoked", "enrol anew with a new token if that was a mistake"),
    NO_IDENTITY(
            "it names nobody, or more than one",
            "make it with `rhumb pki`: one URI rhumb://ROLE/NAME"),
    WRONG_ROLE("its role has no business here", "enrol with a token for the role that is needed"),
    WRONG_USE(
            "it is not made for this side of a connection",
            "make it with `rhumb pki`, which sets key usage"),
    BAD_CHAIN("it breaks rules of RFC 5280", "make it with `rhumb pki`");

    private final String cause;
    private final String whatToDo;

    CertificateReject(String cause, String whatToDo) {
        this.cause = cause;
        this.whatToDo = whatToDo;
    }

    /** The word that documents and metrics use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String cause() {
        return cause;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
