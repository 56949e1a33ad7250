package rhumb.controller.dscp;

import java.util.ArrayList;
import java.util.List;
import rhumb.net.Dscp;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.dscp.Behaviour;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.dscp.OuterMarking;

/**
 * How one directed link treats code points.
 *
 * @param map both ends' findings: what the end with the newer word does not know is the other's
 * @param sweep number of the newest sweep that went over the link; 0 when none
 * @param progress code points of that sweep that are done, 64 when it is over
 */
public record LinkTreatment(LinkId link, CodePointMap map, long sweep, int progress) {
    static LinkTreatment unknown(LinkId link) {
        return new LinkTreatment(link, CodePointMap.EMPTY, 0, 0);
    }

    public Behaviour behaviour() {
        return Behaviour.of(map);
    }

    /** What becomes of the classes' own code points that do not pass, such as {@code EF>CS5}. */
    public List<String> remaps() {
        List<String> remaps = new ArrayList<>();
        for (Dscp own : OuterMarking.OWN) {
            int arrival = map.arrival(own.codePoint());
            if (arrival != CodePointMap.UNKNOWN && arrival != own.codePoint()) {
                remaps.add(own + ">" + new Dscp(arrival));
            }
        }
        return remaps;
    }

    /** Code points that fare worse than the others, such as {@code EF lost}. */
    public List<String> worse() {
        List<String> worse = new ArrayList<>();
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            if (map.worse(codePoint)) {
                String how = map.lostMore(codePoint) ? " lost" : " late";
                worse.add(new Dscp(codePoint) + how);
            }
        }
        return worse;
    }

    /** Classes that the forwarder marks otherwise on this link, such as {@code audio CS5}. */
    public List<String> outer() {
        List<String> outer = new ArrayList<>();
        List<Dscp> chosen = OuterMarking.choose(map);
        for (TrafficClass c : TrafficClass.ALL) {
            Dscp written = chosen.get(c.code());
            if (!written.equals(c.dscp())) {
                outer.add(c + " " + written);
            }
        }
        return outer;
    }

    /** Whether all that is known passes and fares alike. */
    public boolean transparent() {
        return map.changedCount() == 0 && (map.lostMoreBits() | map.delayedMoreBits()) == 0;
    }

    /** In one line, as events have it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(link + " " + behaviour());
        append(text, ", ", remaps());
        append(text, ", ", worse());
        append(text, ", now written: ", outer());
        return text.toString();
    }

    private static void append(StringBuilder text, String before, List<String> words) {
        if (!words.isEmpty()) {
            text.append(before).append(String.join(" ", words));
        }
    }
}
