package rhumb.southbound.message;

/** Says that the sender lives. */
public record Heartbeat(long seq) implements Message {
    @Override
    public Kind kind() {
        return Kind.HEARTBEAT;
    }
}
