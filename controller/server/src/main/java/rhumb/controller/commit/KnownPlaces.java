package rhumb.controller.commit;

import java.util.ArrayList;
import java.util.List;
import rhumb.controller.commit.CommitRefused.Reason;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.whatif.Names;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;

/**
 * Whether operations name what there is, in the words of who typed them: the reader of documents
 * would say it in the document's.
 */
public final class KnownPlaces {
    private final Intent intent;

    public KnownPlaces(Intent intent) {
        this.intent = intent;
    }

    /**
     * Complains of a place that does not exist.
     *
     * @param kind pop, uplink, link or provider
     */
    public void place(String kind, String name) throws CommitRefused {
        switch (kind) {
            case "pop" -> known("PoP", name, pops());
            case "uplink" -> uplink(name);
            case "provider" -> known("provider", name, providers());
            case "link" -> link(name);
            default -> {
                // the operation says which kinds there are
            }
        }
    }

    public void pop(String name) throws CommitRefused {
        known("PoP", name, pops());
    }

    /** Empty: no class in particular. */
    public void trafficClass(String name) throws CommitRefused {
        if (!name.isEmpty()) {
            known("class", name, TrafficClass.ALL.stream().map(TrafficClass::label).toList());
        }
    }

    private void uplink(String name) throws CommitRefused {
        try {
            if (uplinks().contains(UplinkId.parse(name))) {
                return;
            }
        } catch (IllegalArgumentException notEvenAnUplink) {
            // falls through: there is no such uplink
        }
        known("uplink", name, uplinks().stream().map(UplinkId::toString).toList());
    }

    /** A link whose uplinks exist may be drained also while policy excludes it. */
    private void link(String name) throws CommitRefused {
        try {
            LinkId link = LinkId.parse(name);
            List<UplinkId> uplinks = uplinks();
            if (uplinks.contains(link.from()) && uplinks.contains(link.to())) {
                return;
            }
        } catch (IllegalArgumentException notEvenALink) {
            // falls through: there is no such link
        }
        known(
                "link",
                name,
                new Topology(intent).links().stream().map(l -> l.id().toString()).toList());
    }

    private static void known(String kind, String name, List<String> all) throws CommitRefused {
        if (!all.contains(name)) {
            throw new CommitRefused(Reason.UNKNOWN, Names.missing(kind, name, all));
        }
    }

    private List<String> pops() {
        return intent.pops().stream().map(pop -> pop.name().name()).toList();
    }

    private List<UplinkId> uplinks() {
        List<UplinkId> all = new ArrayList<>();
        for (PopIntent pop : intent.pops()) {
            for (UplinkIntent uplink : pop.uplinks()) {
                all.add(new UplinkId(pop.name(), uplink.name()));
            }
        }
        return all;
    }

    private List<String> providers() {
        return intent.pops().stream()
                .flatMap(pop -> pop.uplinks().stream())
                .map(UplinkIntent::provider)
                .filter(provider -> !provider.isEmpty())
                .distinct()
                .toList();
    }
}
