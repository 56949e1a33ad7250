package rhumb.controller.commit;

/**
 * Who commits, when and why.
 *
 * @param who not empty
 * @param why may be empty
 * @param unixMs milliseconds since 1970
 */
public record Author(String who, String why, long unixMs) {
    private static final int LONGEST = 200;

    public Author {
        if (who.isBlank() || who.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "who is \"" + who + "\": expected a name of 1 to " + LONGEST + " characters");
        }
        // They are told in lines of logs and tables, and must not begin lines of their own.
        if ((who + why).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "who and why: expected one line each, without control characters");
        }
        if (why.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "why has " + why.length() + " characters: expected at most " + LONGEST);
        }
    }
}
