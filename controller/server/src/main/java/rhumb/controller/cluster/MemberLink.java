package rhumb.controller.cluster;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.controller.consensus.ClusterFrames;
import rhumb.controller.consensus.RaftMessage;
import rhumb.controller.consensus.Way;
import rhumb.host.session.ControllerStream;
import rhumb.host.tls.TlsDoor;
import rhumb.net.Endpoint;

/**
 * The way to another member: a stream that only we send on. What cannot be sent now is not sent: a
 * member asks again.
 */
final class MemberLink {
    private final int self;
    private final MemberConfig member;
    private final @Nullable TlsDoor door;
    private final @Nullable Endpoint from;
    private final Consumer<ControllerStream.Event> events;
    private final Way way;
    private @Nullable ControllerStream stream;

    /**
     * A way that is not open yet.
     *
     * @param door with which certificate; null = without TLS
     * @param from from which address of this machine; null = as the system chooses
     */
    MemberLink(
            int self,
            MemberConfig member,
            @Nullable TlsDoor door,
            @Nullable Endpoint from,
            Consumer<ControllerStream.Event> events,
            long nowNs) {
        this.self = self;
        this.member = member;
        this.door = door;
        this.from = from;
        this.events = events;
        this.way = new Way(nowNs);
    }

    boolean isOf(ControllerStream other) {
        return stream == other;
    }

    /** Whether the member was heard lately. */
    boolean alive(long nowNs) {
        return way.alive(nowNs);
    }

    void onHeard(long nowNs) {
        way.onHeard(nowNs);
    }

    /** The stream takes frames: it stands. */
    void onReady() {
        if (!way.stands() && stream != null) {
            way.onStands();
            stream.send(ClusterFrames.introduction(self, member.number()));
        }
    }

    void onClosed(long nowNs) {
        way.onClosed(nowNs);
        close("it is gone");
    }

    void onIntroduced(long nowNs) {
        if (way.onIntroduced(nowNs)) {
            close("the other way was opened anew");
        }
    }

    void send(RaftMessage message) {
        if (stream != null && way.stands() && stream.isReady()) {
            way.onSent();
            stream.send(ClusterFrames.encode(message));
        }
    }

    void onDeadline(long nowNs) {
        switch (way.onDeadline(nowNs)) {
            case NONE -> {}
            case OPEN ->
                    stream =
                            ControllerStream.connect(
                                    member.address().toString(), door, from, events);
            case CLOSE -> close("not heard");
        }
    }

    long nextDeadlineNs() {
        return way.nextDeadlineNs();
    }

    void close(String reason) {
        if (stream != null) {
            stream.close(reason);
            stream = null;
        }
    }
}
