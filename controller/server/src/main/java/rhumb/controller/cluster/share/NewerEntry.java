package rhumb.controller.cluster.share;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import com.hazelcast.spi.merge.SplitBrainMergeTypes.ReplicatedMapMergeTypes;
import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.SharedEntry;

/** Of two values that parts of a split cluster hold, the newer by what it says of itself. */
public final class NewerEntry
        implements SplitBrainMergePolicy<Object, ReplicatedMapMergeTypes<Object, Object>, Object> {
    @Override
    public @Nullable Object merge(
            ReplicatedMapMergeTypes<Object, Object> merging,
            @Nullable ReplicatedMapMergeTypes<Object, Object> existing) {
        Object mine = merging.getDeserializedValue();
        Object theirs = existing == null ? null : existing.getDeserializedValue();
        return theirs instanceof byte[] held
                        && mine instanceof byte[] offered
                        && !SharedEntry.isNewer(offered, held)
                ? theirs
                : mine;
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // It has no state.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // It has no state.
    }
}
