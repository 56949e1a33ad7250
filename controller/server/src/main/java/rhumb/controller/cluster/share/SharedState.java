package rhumb.controller.cluster.share;

import java.util.List;
import java.util.function.Predicate;
import rhumb.controller.lsdb.LinkStateShare;
import rhumb.controller.lsdb.SharedEntry;

/** Where the leader of a cluster leaves what the next one should know. Nothing here waits. */
public interface SharedState {
    void publish(List<SharedEntry> entries);

    /**
     * Who leads has all forget what is about nothing that there is any more.
     *
     * @param stays whether a key is still about something
     */
    void retain(Predicate<String> stays);

    /** All that came from anybody, as of now. */
    List<LinkStateShare.Arrived> arrived();
}
