package rhumb.controller.cluster.share;

import java.util.List;
import rhumb.controller.lsdb.LinkStateShare;
import rhumb.controller.lsdb.SharedEntry;

/** Where the leader of a cluster leaves what the next one should know. Nothing here waits. */
public interface SharedState {
    void publish(List<SharedEntry> entries);

    /** All that came from anybody, as of now. */
    List<LinkStateShare.Arrived> arrived();
}
