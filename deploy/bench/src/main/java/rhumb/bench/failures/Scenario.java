package rhumb.bench.failures;

/** What happens to three controllers while media flow. */
public enum Scenario {
    KILL_FOLLOWER("kill -9 of a follower", Setting.PLAIN, 8),
    KILL_LEADER("kill -9 of the leader", Setting.PLAIN, 8),
    KILL_ALL("kill -9 of all, all started again after 8 s", Setting.PLAIN, 8),
    STOP_LEADER("the leader stopped (SIGSTOP) for 30 s", Setting.PLAIN, 30),
    SLOW_FOLLOWER("a follower stopped for 5 s, as by a collection", Setting.PLAIN, 5),
    SLOW_LEADER("the leader stopped for 5 s", Setting.PLAIN, 5),
    SPLIT_CONTROLLERS("the leader cut off from controllers alone, 15 s", Setting.PLAIN, 15),
    SPLIT_LEADER("split 1|2 of sites, the leader alone, 15 s", Setting.PLAIN, 15),
    SPLIT_FOLLOWER("split 2|1 of sites, a follower alone, 15 s", Setting.PLAIN, 15),
    SPLIT_ALL("split 1|1|1 of sites, 15 s", Setting.PLAIN, 15),
    OLD_DISK("a follower back with its disk of two commits ago", Setting.PLAIN, 8),
    FULL_DISK("the leader's disk full for 15 s", Setting.PLAIN, 15),
    FULL_DISK_FOLLOWER("a follower's disk full for 15 s", Setting.PLAIN, 15),
    CLOCK_AHEAD("the leader's clock an hour ahead for 10 s, and back", Setting.CLOCKS, 10),
    CLOCK_BEHIND("the leader's clock an hour behind for 10 s, and back", Setting.CLOCKS, 10),
    FAR("150 ms of round trip between members, kill -9 of the leader", Setting.FAR, 8),
    FAR_SPLIT("the same, and the leader's site cut off for 15 s", Setting.FAR, 15);

    /** How the controllers are started. */
    enum Setting {
        PLAIN,
        /** Their clocks can be set. */
        CLOCKS,
        /** What members say to each other takes a while. */
        FAR
    }

    private final String text;
    final Setting setting;

    /** For how long it lasts. */
    final int seconds;

    Scenario(String text, Setting setting, int seconds) {
        this.text = text;
        this.setting = setting;
        this.seconds = seconds;
    }

    public String text() {
        return text;
    }
}
