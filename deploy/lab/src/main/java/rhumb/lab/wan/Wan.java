package rhumb.lab.wan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.impair.LinkSettings;

/** The links of the WAN. Datagrams and connections meet the same models. */
public final class Wan {
    private final Map<LinkId, LinkModel> links = new LinkedHashMap<>();

    public Wan(Map<LinkId, LinkSettings> settings, long seed) {
        settings.forEach(
                (link, how) -> links.put(link, new LinkModel(how, LinkModel.random(seed, link))));
    }

    /** The model of a link; null when there is no such link. */
    @Nullable LinkModel model(LinkId link) {
        return links.get(link);
    }

    /** From now on the link behaves so. */
    public void change(LinkId link, LinkSettings settings) {
        LinkModel model = links.get(link);
        if (model != null) {
            model.change(settings);
        }
    }

    /** Bytes that each link was offered so far. */
    public Map<LinkId, Long> offeredBytes() {
        Map<LinkId, Long> bytes = new LinkedHashMap<>();
        links.forEach((link, model) -> bytes.put(link, model.offeredBytes()));
        return bytes;
    }
}
