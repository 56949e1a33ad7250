package rhumb.southbound.message;

/**
 * Why a session ends. The other side reads it before the stream closes.
 *
 * @param code stable word, such as {@code unknown-pop}
 * @param text for people: what is wrong and what to do
 */
public record Refusal(String code, String text) implements Message {
    @Override
    public Kind kind() {
        return Kind.REFUSAL;
    }
}
