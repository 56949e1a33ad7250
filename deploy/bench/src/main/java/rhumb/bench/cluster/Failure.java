package rhumb.bench.cluster;

/** What happens to three controllers. */
public enum Failure {
    KILL_LEADER("kill -9 of the leader"),
    KILL_FOLLOWER("kill -9 of a follower"),
    KILL_ALL("kill -9 of all, all started again"),
    STOP_LEADER("the leader stopped (SIGSTOP), later goes on"),
    OLD_DISK("a follower comes back with the disk it began with"),
    SPLIT("the leader cut off from the other two, later not");

    private final String text;

    Failure(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
