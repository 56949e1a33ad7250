package rhumb.forward.path;

/**
 * Whether a path loses so much that packets which matter should take another one too. Believed
 * within a second, forgotten {@value #QUIET_FOR_NS} ns after the last sign of it.
 *
 * <p>Two counts, because links make good what they lose of media: datagrams of all kinds say what
 * is left after that, and probes, which nothing makes good, say what the links lose. Without the
 * latter a path would hide its loss behind its repair, the better the more media it carries.
 */
final class PathLoss {
    /** Loss beyond what links can make good, and below which they surely do. */
    private static final long LOSSY_PPM = 150_000;

    private static final long QUIET_PPM = 75_000;
    static final long QUIET_FOR_NS = 10_000_000_000L;

    /** A path is new, not good: this many probes are enough to say so, a third of a second. */
    private static final int FIRST_PROBES = 16;

    private static final int FIRST_DATAGRAMS = 64;

    private final Share datagrams = new Share(FIRST_DATAGRAMS);
    private final Share probes = new Share(FIRST_PROBES);
    private boolean lossy;
    private long lastLossNs;

    /** That many datagrams were put on the path, and that many of them came. */
    void onDatagrams(long sent, long came) {
        datagrams.add(sent, came);
    }

    /**
     * That many probes were put on the path, and that many of them were answered. Answers come over
     * two ways, so that loss on the way back counts little.
     */
    void onProbes(long sent, long answered) {
        probes.add(sent, answered);
    }

    /** Draws the conclusion from what was counted. */
    void judge(long nowNs) {
        long lossPpm = Math.max(datagrams.lostPpm(), probes.lostPpm());
        lastLossNs = lossPpm > QUIET_PPM ? nowNs : lastLossNs;
        lossy = lossPpm >= LOSSY_PPM || lossy && nowNs - lastLossNs < QUIET_FOR_NS;
    }

    boolean isLossy() {
        return lossy;
    }

    /** What is lost of the last few hundred. */
    private static final class Share {
        private static final long COUNTED = 256;
        private static final long PPM = 1_000_000;

        private final int least;
        private long sent;
        private long came;

        /**
         * @param least the first losses stand for themselves and so many around them
         */
        Share(int least) {
            this.least = least;
        }

        void add(long moreSent, long moreCame) {
            sent += moreSent;
            came += moreCame;
            if (sent > COUNTED) {
                sent /= 2;
                came /= 2;
            }
        }

        long lostPpm() {
            return (sent - came) * PPM / Math.max(sent, least);
        }
    }
}
