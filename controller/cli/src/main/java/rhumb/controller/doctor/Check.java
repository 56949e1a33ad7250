package rhumb.controller.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what
 * @param found how it is
 * @param todo what to do about it; empty when nothing is to be done
 */
public record Check(Level level, String subject, String found, String todo) {
    /** How good that is. */
    public enum Level {
        /** As it should be. */
        OK("ok"),
        /** It works, worse than it could, or could not be looked at. */
        WARN("warn"),
        /** Something does not work. */
        FAIL("fail");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** As it is printed. */
        public String word() {
            return word;
        }
    }

    static Check ok(String subject, String found) {
        return new Check(Level.OK, subject, found, "");
    }

    static Check warn(String subject, String found, String todo) {
        return new Check(Level.WARN, subject, found, todo);
    }

    static Check fail(String subject, String found, String todo) {
        return new Check(Level.FAIL, subject, found, todo);
    }
}
