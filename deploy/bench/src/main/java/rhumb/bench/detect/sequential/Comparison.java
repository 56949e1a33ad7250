package rhumb.bench.detect.sequential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Packets until each detector sees a loss rate, with its threshold set to at most one false alarm a
 * day at 200 packets/s, found by bisection over simulated days.
 *
 * @param falseAlarmsPerDay with that threshold
 */
public record Comparison(
        String detector,
        double lossPercent,
        double meanPackets,
        double p99Packets,
        double falseAlarmsPerDay) {
    static final double SECONDS_PER_DAY = 86_400;

    private static final double PACKETS_PER_DAY = 200 * SECONDS_PER_DAY;
    private static final int CALIBRATION_DAYS = 100;
    private static final int STEPS = 9;
    private static final int RUNS = 2_000;
    private static final long HEALTHY_PACKETS = 5_000;

    /** All detectors and loss rates. */
    public static List<Comparison> measure() {
        List<Comparison> all = new ArrayList<>();
        compare(all, "CUSUM bank", CusumBank::new);
        compare(all, "Page-Hinkley", PageHinkley::new);
        compare(all, "Shiryaev-Roberts", ShiryaevRoberts::new);
        compare(all, "cluster scan", ClusterScan::new);
        return all;
    }

    private static void compare(List<Comparison> all, String name, Detector.Maker maker) {
        double low = 0.5;
        double high = 24;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            boolean tooMany = alarmsPerDay(maker.make(middle)) > 1;
            low = tooMany ? middle : low;
            high = tooMany ? high : middle;
        }
        double alarms = alarmsPerDay(maker.make(high));
        for (double percent : new double[] {20, 5, 3, 1}) {
            SplittableRandom random = new SplittableRandom(1);
            double[] packets = new double[RUNS];
            for (int run = 0; run < RUNS; run++) {
                packets[run] = packetsUntilSeen(maker.make(high), percent / 100, random);
            }
            Arrays.sort(packets);
            double mean = Arrays.stream(packets).average().orElseThrow();
            all.add(new Comparison(name, percent, mean, packets[RUNS * 99 / 100], alarms));
        }
    }

    private static double alarmsPerDay(Detector detector) {
        SplittableRandom random = new SplittableRandom(2);
        long alarms = 0;
        double packets = 0;
        while (packets < CALIBRATION_DAYS * PACKETS_PER_DAY) {
            long passed = passes(Detector.BACKGROUND, random);
            packets += passed + 1;
            detector.pass(passed);
            if (detector.lose()) {
                alarms++;
                detector.reset();
            }
        }
        return alarms / (double) CALIBRATION_DAYS;
    }

    private static double packetsUntilSeen(
            Detector detector, double loss, SplittableRandom random) {
        for (long healthy = 0; healthy < HEALTHY_PACKETS; ) {
            long passed = passes(Detector.BACKGROUND, random);
            detector.pass(passed);
            // An alarm before the change is one of the false ones; it starts again.
            if (detector.lose()) {
                detector.reset();
            }
            healthy += passed + 1;
        }
        long packets = 0;
        while (true) {
            long passed = passes(loss, random);
            packets += passed + 1;
            detector.pass(passed);
            if (detector.lose()) {
                return packets;
            }
        }
    }

    private static long passes(double loss, SplittableRandom random) {
        return (long) (StrictMath.log(1 - random.nextDouble()) / StrictMath.log(1 - loss));
    }
}
