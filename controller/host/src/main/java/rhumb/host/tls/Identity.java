package rhumb.host.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who a certificate belongs to. It is the one URI with the scheme {@code rhumb} among the
 * certificate's alternative names; a certificate with none or two belongs to nobody.
 *
 * @param name 1 to 63 letters, digits, '.', '_' and '-'; for a PoP its name in the intent
 */
public record Identity(Role role, String name) {
    /** What a certificate is for. */
    public enum Role {
        /** An agent or a forwarder of one PoP. */
        POP,
        CONTROLLER,
        /** An operator or a program that reads. */
        READ,
        /** The same, and drains, pins, confirms, traces. */
        OPERATE,
        /** The same, and changes the intent and the certificates of others. */
        ADMIN;

        /** The roles of people and programs that ask the northbound API. */
        public static final Set<Role> OPERATORS = Set.of(READ, OPERATE, ADMIN);

        /** Whether who has this role may do what needs the other. */
        public boolean covers(Role needed) {
            return OPERATORS.contains(this) && OPERATORS.contains(needed) && compareTo(needed) >= 0;
        }

        /** As in URIs and on command lines. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Reads {@link #word}.
         *
         * @throws IllegalArgumentException naming the roles there are
         */
        public static Role parse(String word) {
            return Arrays.stream(values())
                    .filter(role -> role.word().equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "role \""
                                            + word
                                            + "\": expected "
                                            + Arrays.stream(values())
                                                    .map(Role::word)
                                                    .collect(Collectors.joining(", "))));
        }
    }

    private static final String SCHEME = "rhumb://";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    /** GeneralName of RFC 5280: uniformResourceIdentifier. */
    private static final int URI_NAME = 6;

    public Identity {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name \""
                            + name.replaceAll("\\p{Cntrl}", " ")
                            + "\": expected 1 to 63 letters, digits, '.', '_' or '-'");
        }
    }

    /** Such as {@code rhumb://pop/sin}. */
    public String uri() {
        return SCHEME + this;
    }

    /**
     * Reads {@code pop/sin}.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Identity parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": expected ROLE/NAME, such as pop/sin");
        }
        return new Identity(Role.parse(text.substring(0, slash)), text.substring(slash + 1));
    }

    /** Whom a certificate names; null when it names nobody, or more than one. */
    public static @Nullable Identity of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            List<String> uris =
                    names == null
                            ? List.of()
                            : names.stream()
                                    .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                                    .map(name -> String.valueOf(name.get(1)))
                                    .filter(uri -> uri.startsWith(SCHEME))
                                    .toList();
            return uris.size() == 1 ? parse(uris.getFirst().substring(SCHEME.length())) : null;
        } catch (CertificateParsingException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Such as {@code pop/sin}. */
    @Override
    public String toString() {
        return role.word() + "/" + name;
    }
}
