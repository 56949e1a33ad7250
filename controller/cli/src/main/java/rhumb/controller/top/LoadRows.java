package rhumb.controller.top;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Uplinks and classes by what they carry. */
final class LoadRows {
    static final List<String> UPLINK_TITLES =
            List.of(
                    "UPLINK",
                    ">LOAD",
                    ">RATE",
                    ">OF",
                    ">PACKETS",
                    ">DROPS",
                    ">QUEUED",
                    ">p99 ms",
                    "MOST OF IT");
    static final List<String> CLASS_TITLES =
            List.of("CLASS", ">RATE", ">PACKETS", ">DROPS", ">QUEUED", ">p99 ms", "MOST AT");

    private static final double FULL = 0.9;
    private static final List<String> IMPORTANCE =
            List.of("signalling", "audio", "video-key", "video", "live", "bulk", "default", "log");

    private LoadRows() {}

    static List<Row> uplinks(Collection<Load> loads, String sort, String filter) {
        Map<String, Sum> sums = sums(loads, filter, Load::uplink, Load::trafficClass);
        Comparator<Map.Entry<String, Sum>> byName = Map.Entry.comparingByKey();
        Comparator<Map.Entry<String, Sum>> byRate = descending(Sum::bps);
        return rows(
                sums,
                switch (sort) {
                    case "rate" -> byRate.thenComparing(byName);
                    case "drops" -> descending(Sum::drops).thenComparing(byName);
                    case "queued" -> descending(sum -> sum.queued()).thenComparing(byName);
                    case "name" -> byName;
                    default -> descending(Sum::load).thenComparing(byRate).thenComparing(byName);
                },
                LoadRows::uplink);
    }

    static List<Row> classes(Collection<Load> loads, String sort, String filter) {
        Map<String, Sum> sums = sums(loads, filter, Load::trafficClass, Load::uplink);
        Comparator<Map.Entry<String, Sum>> byImportance =
                Comparator.comparingInt(entry -> IMPORTANCE.indexOf(entry.getKey()));
        return rows(
                sums,
                switch (sort) {
                    case "rate" -> descending(Sum::bps).thenComparing(byImportance);
                    case "drops" -> descending(Sum::drops).thenComparing(byImportance);
                    default -> byImportance;
                },
                (name, sum) -> row(name, sum, new Row.Place.TrafficClass(name)));
    }

    /** What one uplink carries of each class. */
    static List<Row> ofUplink(Collection<Load> loads, String uplink) {
        List<Load> those = loads.stream().filter(l -> l.uplink().equals(uplink)).toList();
        Map<String, Sum> sums = sums(those, "", Load::trafficClass, Load::uplink);
        return rows(
                sums,
                Comparator.comparingInt(entry -> IMPORTANCE.indexOf(entry.getKey())),
                (name, sum) -> row(name, sum, null));
    }

    /** What each uplink carries of one class, the most first. */
    static List<Row> ofClass(Collection<Load> loads, String trafficClass) {
        List<Load> those =
                loads.stream().filter(l -> l.trafficClass().equals(trafficClass)).toList();
        Map<String, Sum> sums = sums(those, "", Load::uplink, Load::trafficClass);
        return rows(
                sums,
                descending(Sum::bps).thenComparing(Map.Entry.comparingByKey()),
                LoadRows::uplink);
    }

    /** Bits a second that a PoP sends; -1 when it is not known. */
    static double ofPop(Collection<Load> loads, String pop) {
        return Sum.of(loads.stream().filter(l -> l.pop().equals(pop)).toList(), Load::trafficClass)
                .bps();
    }

    private interface Made {
        Row of(String name, Sum sum);
    }

    private static List<Row> rows(
            Map<String, Sum> sums, Comparator<Map.Entry<String, Sum>> order, Made made) {
        return sums.entrySet().stream()
                .sorted(order)
                .map(entry -> made.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Map<String, Sum> sums(
            Collection<Load> loads,
            String filter,
            Function<Load, String> by,
            Function<Load, String> most) {
        Map<String, List<Load>> groups = new TreeMap<>();
        for (Load load : loads) {
            if (load.pop().startsWith(filter)) {
                groups.computeIfAbsent(by.apply(load), key -> new ArrayList<>()).add(load);
            }
        }
        Map<String, Sum> sums = new LinkedHashMap<>();
        groups.forEach((name, group) -> sums.put(name, Sum.of(group, most)));
        return sums;
    }

    private static Comparator<Map.Entry<String, Sum>> descending(Function<Sum, Number> figure) {
        return Comparator.comparingDouble(entry -> -figure.apply(entry.getValue()).doubleValue());
    }

    private static Row uplink(String name, Sum sum) {
        return new Row(
                name,
                List.of(
                        name,
                        sum.percent(),
                        Figures.rate(sum.bps()),
                        sum.rateBps() == 0 ? Figures.UNKNOWN : Figures.rate((double) sum.rateBps()),
                        Figures.perSecond(sum.packets()),
                        Figures.perSecond(sum.drops()),
                        Long.toString(sum.queued()),
                        sum.wait(1),
                        sum.most()),
                mood(sum),
                new Row.Place.Uplink(name));
    }

    private static Row row(String name, Sum sum, Row.@Nullable Place into) {
        return new Row(
                name,
                List.of(
                        name,
                        Figures.rate(sum.bps()),
                        Figures.perSecond(sum.packets()),
                        Figures.perSecond(sum.drops()),
                        Long.toString(sum.queued()),
                        sum.wait(1),
                        sum.most()),
                mood(sum),
                into);
    }

    private static Row.Mood mood(Sum sum) {
        return sum.load() > 1
                ? Row.Mood.BAD
                : sum.load() > FULL || sum.drops() > 0 ? Row.Mood.WARNING : Row.Mood.PLAIN;
    }
}
