package rhumb.sim.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The text of a scenario that nobody thought of: three to eight PoPs of which each reaches each
 * other over at most one relay, some streams, and faults of all kinds that begin after a second and
 * are all over after nine. Same seed, same text; a text is what one gives {@code rhumb sim}.
 */
final class RandomScenario {
    static final int DURATION_S = 15;

    private static final List<String> KINDS =
            List.of("audio", "audio", "video", "live", "live", "signalling", "bulk", "log");

    private final SplittableRandom random;
    private final StringBuilder text = new StringBuilder();
    private final List<String> pops = new ArrayList<>();
    private final List<String> links = new ArrayList<>();

    private RandomScenario(long seed) {
        random = new SplittableRandom(seed);
        text.append("title swarm ").append(seed).append("\nseed ").append(seed);
        text.append("\nduration ").append(DURATION_S).append("s\n");
    }

    static String text(long seed) {
        RandomScenario scenario = new RandomScenario(seed);
        scenario.topology();
        scenario.streams();
        int faults = scenario.random.nextInt(1, 7);
        for (int i = 0; i < faults; i++) {
            scenario.fault();
        }
        return scenario.text.toString();
    }

    private void topology() {
        int count = random.nextInt(3, 9);
        for (int i = 1; i <= count; i++) {
            pops.add("p" + i);
            line("pop p" + i + (chance(0.2) ? " uplink 20mbps" : ""));
        }
        line("controller " + any(pops));
        double density = random.nextDouble(0.3, 1.2);
        boolean[][] linked = new boolean[count][count];
        for (int a = 0; a < count; a++) {
            for (int b = a + 1; b < count; b++) {
                linked[a][b] = b == a + 1 || a == 0 && b == count - 1 || chance(density);
                linked[b][a] = linked[a][b];
            }
        }
        for (int a = 0; a < count; a++) {
            for (int b = a + 1; b < count; b++) {
                if (linked[a][b] || !haveCommon(linked, a, b)) {
                    linked[a][b] = true;
                    linked[b][a] = true;
                    links.add(pops.get(a) + "->" + pops.get(b));
                    links.add(pops.get(b) + "->" + pops.get(a));
                    link(pops.get(a) + "<->" + pops.get(b));
                }
            }
        }
    }

    private static boolean haveCommon(boolean[][] linked, int a, int b) {
        for (int c = 0; c < linked.length; c++) {
            if (linked[a][c] && linked[b][c]) {
                return true;
            }
        }
        return false;
    }

    private void link(String both) {
        int delayMs = random.nextInt(1, 60);
        line("link " + both + " delay " + delayMs + "ms" + (chance(0.2) ? " jitter 1ms" : ""));
    }

    private void streams() {
        int count = random.nextInt(3, 7);
        for (int i = 1; i <= count; i++) {
            String kind = any(KINDS);
            String from = any(pops);
            String to = any(pops);
            while (to.equals(from)) {
                to = any(pops);
            }
            boolean duplex = !kind.equals("live") && chance(0.5);
            String rate = kind.equals("bulk") ? " rate 500kbps" : "";
            String words = rate + (duplex ? " duplex" : "");
            line("stream s" + i + " " + kind + " " + from + "->" + to + words);
        }
    }

    private void fault() {
        int atMs = random.nextInt(1_000, 6_000);
        int forMs = random.nextInt(100, 3_000);
        String change =
                switch (random.nextInt(8)) {
                    case 0 -> "pop " + any(pops) + " down";
                    case 1 -> "controller down";
                    default -> "link " + target() + " " + impairment();
                };
        line("at " + atMs + "ms " + change + " for " + forMs + "ms");
    }

    private String target() {
        return switch (random.nextInt(8)) {
            case 0 -> "all";
            case 1 -> "busiest";
            case 2, 3 -> any(links).replace("->", "<->");
            default -> any(links);
        };
    }

    private String impairment() {
        return switch (random.nextInt(10)) {
            case 0 -> "loss " + random.nextInt(1, 60) + "%";
            case 1 -> "burst " + random.nextInt(1, 50) + "% length 8";
            case 2 -> "delay +" + random.nextInt(20, 300) + "ms";
            case 3 -> "jitter " + random.nextInt(1, 40) + "ms";
            case 4 -> "reorder " + random.nextInt(1, 30) + "%";
            case 5 -> "duplicate " + random.nextInt(1, 50) + "%";
            case 6 -> "rate " + random.nextInt(300, 5_000) + "kbps queue 50ms";
            case 7 -> chance(0.5) ? "bleach" : "remap EF->DF AF41->AF42";
            default -> "blackhole";
        };
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
