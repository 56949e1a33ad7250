package rhumb.controller.intent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.ServiceRule;

/**
 * A way into and out of the overlay.
 *
 * @param number 1 to 65535, unique
 * @param ingress where clients are taken
 * @param egress PoP next to the media server
 * @param target the media server as the egress PoP reaches it
 * @param trafficClass class of all its packets; null = by what each shows, and live for FLV
 * @param classify what packets show besides their code point; null = nothing
 * @param tenant whose it is, for caps and reservations; null = nobody's
 */
public record ServiceIntent(
        int number,
        String name,
        ServiceRule.Kind kind,
        List<Ingress> ingress,
        PopId egress,
        Endpoint target,
        @Nullable TrafficClass trafficClass,
        @Nullable ClassifyIntent classify,
        @Nullable String tenant) {
    /** One PoP that takes clients of the service. */
    public record Ingress(PopId pop, Endpoint listen) {
        public Ingress {
            Checks.present("ingress: pop", pop);
            Checks.present("ingress at " + pop + ": listen address", listen);
        }
    }

    public ServiceIntent {
        Checks.present("service: name", name);
        String what = "service " + name;
        Checks.range(what + ": number", number, 1, 0xffff);
        Checks.present(what + ": kind", kind);
        Checks.present(what + ": egress", egress);
        Checks.present(what + ": target", target);
        ingress = Checks.orEmpty(ingress);
        Checks.that(!ingress.isEmpty(), what + ": ingress is empty, expected at least one PoP");
        Checks.unique(what + ": ingress", ingress, Ingress::pop);
    }

    /** A service of nobody in particular whose packets only show their code point. */
    public ServiceIntent(
            int number,
            String name,
            ServiceRule.Kind kind,
            List<Ingress> ingress,
            PopId egress,
            Endpoint target,
            @Nullable TrafficClass trafficClass) {
        this(number, name, kind, ingress, egress, target, trafficClass, null, null);
    }

    /** What packets show besides their code point, as forwarders are told. */
    public PacketClasses packetClasses() {
        return classify == null ? PacketClasses.NONE : classify.packetClasses();
    }

    /** The class that routes streams of this service; null for datagrams that carry their own. */
    public @Nullable TrafficClass streamClass() {
        if (kind != ServiceRule.Kind.FLV) {
            return null;
        }
        return trafficClass == null ? TrafficClass.LIVE : trafficClass;
    }
}
