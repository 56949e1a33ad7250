package rhumb.southbound.message;

/**
 * Another controller answers on this stream from now on: the process greets again and then says
 * everything it knows, as on a new stream.
 *
 * @param reason for people
 */
public record Regreet(String reason) implements Message {
    @Override
    public Kind kind() {
        return Kind.REGREET;
    }
}
