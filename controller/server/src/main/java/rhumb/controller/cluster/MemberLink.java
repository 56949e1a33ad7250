package rhumb.controller.cluster;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.controller.consensus.ClusterFrames;
import rhumb.controller.consensus.RaftMessage;
import rhumb.host.session.ControllerStream;
import rhumb.host.tls.TlsDoor;
import rhumb.net.Endpoint;

/**
 * The way to another member: a stream that only we send on. What cannot be sent now is not sent: a
 * member asks again.
 *
 * <p>After a split a connection may need minutes to notice that it is whole again. So one on which
 * we sent and whose far end has not been heard for {@value #MUTE_MS} ms is opened anew.
 */
final class MemberLink {
    private static final long MUTE_MS = 1_000;
    private static final long MUTE_NS = MUTE_MS * 1_000_000L;
    private static final long PAUSE_NS = 200_000_000L;

    private final int self;
    private final MemberConfig member;
    private final @Nullable TlsDoor door;
    private final @Nullable Endpoint from;
    private final Consumer<ControllerStream.Event> events;
    private @Nullable ControllerStream stream;
    private boolean stands;
    private long openedNs;
    private long sentNs = Long.MIN_VALUE;
    private long heardNs = Long.MIN_VALUE;
    private long notBeforeNs;

    MemberLink(
            int self,
            MemberConfig member,
            @Nullable TlsDoor door,
            @Nullable Endpoint from,
            Consumer<ControllerStream.Event> events,
            long nowNs) {
        this.door = door;
        this.from = from;
        this.self = self;
        this.member = member;
        this.events = events;
        this.notBeforeNs = nowNs;
    }

    MemberConfig member() {
        return member;
    }

    boolean isOf(ControllerStream other) {
        return stream == other;
    }

    /** Whether it was heard lately. */
    boolean alive(long nowNs) {
        return heardNs != Long.MIN_VALUE && nowNs - heardNs < MUTE_NS;
    }

    void onHeard(long nowNs) {
        heardNs = nowNs;
    }

    /** The stream stands. */
    void onReady() {
        if (!stands && stream != null) {
            stands = true;
            stream.send(ClusterFrames.introduction(self, member.number()));
        }
    }

    void onClosed(long nowNs) {
        close("it is gone");
        notBeforeNs = nowNs + PAUSE_NS;
    }

    /** The far end opened its way to us anew, so ours may be broken as well. */
    void onIntroduced(long nowNs) {
        if (stream != null && nowNs - openedNs > MUTE_NS) {
            close("the other way was opened anew");
            notBeforeNs = nowNs;
        }
    }

    /** Whether it was given to the network. */
    boolean send(long nowNs, RaftMessage message) {
        if (stream == null || !stands || !stream.isReady()) {
            return false;
        }
        sentNs = nowNs;
        stream.send(ClusterFrames.encode(message));
        return true;
    }

    void onDeadline(long nowNs) {
        if (stream != null && nowNs - openedNs >= MUTE_NS) {
            boolean mute = sentNs >= openedNs && nowNs - Math.max(heardNs, openedNs) >= MUTE_NS;
            if (mute || !stands) {
                close("not heard");
                notBeforeNs = nowNs;
            }
        }
        if (stream == null && nowNs >= notBeforeNs) {
            openedNs = nowNs;
            stands = false;
            stream = ControllerStream.connect(member.address().toString(), door, from, events);
        }
    }

    long nextDeadlineNs() {
        return stream == null ? notBeforeNs : Math.max(openedNs, heardNs) + MUTE_NS;
    }

    void close(String reason) {
        if (stream != null) {
            stream.close(reason);
            stream = null;
            stands = false;
        }
    }
}
