package rhumb.controller.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;

/** Which links the parts of a {@link Block} are of. */
public final class LinkNames {
    static final int KIND = 1;
    static final int MAX_LINKS = 1 << 20;

    private final List<LinkId> links;
    private final Map<LinkId, Integer> index = new HashMap<>();

    public LinkNames(List<LinkId> links) {
        this.links = List.copyOf(links);
        for (int i = 0; i < this.links.size(); i++) {
            index.put(this.links.get(i), i);
        }
    }

    public int size() {
        return links.size();
    }

    public List<LinkId> links() {
        return links;
    }

    /** Its place; -1 when it is not among them. */
    public int index(LinkId link) {
        return index.getOrDefault(link, -1);
    }

    /** As a record. */
    public byte[] encode() {
        PackedWriter out = new PackedWriter().number(KIND).number(links.size());
        links.forEach(link -> out.text(link.toString()));
        return out.bytes();
    }

    /** Reads a record; null when it is another one, or none. */
    public static @Nullable LinkNames decode(ByteBuffer record) {
        try {
            PackedReader in = new PackedReader(record);
            if (in.number() != KIND) {
                return null;
            }
            int count = in.count(MAX_LINKS);
            List<LinkId> links = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                links.add(LinkId.parse(in.text()));
            }
            in.end();
            return new LinkNames(links);
        } catch (RecordException | IllegalArgumentException e) {
            return null;
        }
    }
}
