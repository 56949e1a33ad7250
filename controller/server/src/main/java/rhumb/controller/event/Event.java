package rhumb.controller.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;

/**
 * Something that happened.
 *
 * @param seq grows by one with every event of this controller; 0 until the log has taken it
 * @param atNs by the controller's monotonic clock
 * @param unixNs by its wall clock
 * @param pop which PoP, or where a path starts
 * @param peerPop where a path ends
 * @param link which link
 * @param classes which traffic classes; none where none is meant
 * @param path the path now taken, empty where none is meant
 * @param text the particulars, one line
 * @param by the operator whose command caused it; empty where none did
 */
public record Event(
        long seq,
        EventCode code,
        long atNs,
        long unixNs,
        @Nullable PopId pop,
        @Nullable PopId peerPop,
        @Nullable LinkId link,
        ClassSet classes,
        List<LinkId> path,
        String text,
        String by) {
    public Event {
        path = List.copyOf(path);
    }

    public EventCode.Severity severity() {
        return code.severity();
    }

    public static Event of(EventCode code, String text) {
        return new Event(0, code, 0, 0, null, null, null, ClassSet.NONE, List.of(), text, "");
    }

    public static Event ofPop(EventCode code, PopId pop, String text) {
        return new Event(0, code, 0, 0, pop, null, null, ClassSet.NONE, List.of(), text, "");
    }

    public static Event ofLink(EventCode code, LinkId link, String text) {
        PopId from = link.source();
        return new Event(0, code, 0, 0, from, null, link, ClassSet.NONE, List.of(), text, "");
    }

    public static Event ofPath(
            EventCode code,
            PopId from,
            PopId to,
            ClassSet classes,
            List<LinkId> path,
            @Nullable LinkId link,
            String text) {
        return new Event(0, code, 0, 0, from, to, link, classes, path, text, "");
    }

    /** The same, caused by an operator. */
    public Event by(String who) {
        return new Event(seq, code, atNs, unixNs, pop, peerPop, link, classes, path, text, who);
    }

    /** The same with another number. */
    public Event numbered(long number) {
        return new Event(number, code, atNs, unixNs, pop, peerPop, link, classes, path, text, by);
    }

    Event stamped(long newSeq, long nowNs, long nowUnixNs) {
        return new Event(
                newSeq, code, nowNs, nowUnixNs, pop, peerPop, link, classes, path, text, by);
    }
}
