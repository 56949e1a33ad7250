package rhumb.controller.intent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Meaning;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.ServiceRule;

/** A way into and out of the overlay. */
public record ServiceIntent(
        @Meaning("1 to 65535, unique") int number,
        @Meaning("unique") String name,
        @Meaning("`rtm`: UDP, class by DSCP; `flv`: HTTP-FLV over TCP") ServiceRule.Kind kind,
        @Meaning("where clients are taken") List<Ingress> ingress,
        @Meaning("PoP next to the media server") PopId egress,
        @Meaning("the media server as the egress PoP reaches it") Endpoint target,
        @Meaning("class of all its packets; left out: by what each shows, and `live` for `flv`")
                @Nullable TrafficClass trafficClass,
        @Meaning("what packets show besides their code point (docs/qos.md)")
                @Nullable ClassifyIntent classify,
        @Meaning("whose it is, for caps and reservations; left out: nobody's")
                @Nullable String tenant) {
    /** One PoP that takes clients of the service. */
    public record Ingress(
            @Meaning("where clients come") PopId pop,
            @Meaning("the address that clients send to") Endpoint listen) {
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
