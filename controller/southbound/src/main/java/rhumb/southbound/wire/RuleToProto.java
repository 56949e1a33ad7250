package rhumb.southbound.wire;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.Consumer;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;

/** Rules as generated classes. */
final class RuleToProto {
    private RuleToProto() {}

    /** All of them, in fewer messages where they have something in common. */
    static void rules(List<Rule> rules, Consumer<rhumb.southbound.v1.Rule> sink) {
        for (int at = 0; at < rules.size(); ) {
            int end = RouteProto.end(rules, at);
            if (end - at > 1) {
                RouteProto.write(
                        rules.subList(at, end),
                        route ->
                                sink.accept(
                                        rhumb.southbound.v1.Rule.newBuilder()
                                                .setRoute(route)
                                                .build()));
                at = end;
            } else {
                sink.accept(rule(rules.get(at++)));
            }
        }
    }

    private static rhumb.southbound.v1.Rule rule(Rule rule) {
        var built = rhumb.southbound.v1.Rule.newBuilder();
        switch (rule) {
            case PopRule r ->
                    built.setPop(
                            rhumb.southbound.v1.Rule.Pop.newBuilder()
                                    .setNumber(r.number())
                                    .setPop(r.pop().name())
                                    .setSelf(r.self()));
            case UplinkRule r ->
                    built.setUplink(
                            rhumb.southbound.v1.Rule.Uplink.newBuilder()
                                    .setUplink(r.uplink())
                                    .setRateBps(r.rateBps())
                                    .mergeFrom(QosProto.uplink(r.queues())));
            case NeighborRule r ->
                    built.setNeighbor(
                            rhumb.southbound.v1.Rule.Neighbor.newBuilder()
                                    .setLabel(r.label().value())
                                    .setLink(r.link().toString())
                                    .setTargetPop(r.targetPop())
                                    .setData(ToProto.endpoint(r.data()))
                                    .setStream(ToProto.endpoint(r.stream())));
            case RouteRule r -> built.setRoute(RouteProto.route(r));
            case ServiceRule r -> built.setService(service(r));
            case PrefixRule r ->
                    built.setPrefix(
                            rhumb.southbound.v1.Rule.Prefix.newBuilder()
                                    .setHigh(r.prefix().high())
                                    .setLow(r.prefix().low())
                                    .setBits(r.prefix().bits())
                                    .setEgressPop(r.egressPop()));
            case KeyRule r ->
                    built.setKey(
                            rhumb.southbound.v1.Rule.Key.newBuilder()
                                    .setPop(r.pop())
                                    .addAllKeys(keys(r.keys())));
            case SecurityRule r ->
                    built.setSecurity(
                            rhumb.southbound.v1.Rule.Security.newBuilder()
                                    .setMode(r.mode().ordinal() + 1));
            case TenantRule r -> built.setTenant(QosProto.tenant(r));
            case ProtectionRule r -> built.setProtection(QosProto.protection(r));
        }
        return built.build();
    }

    static rhumb.southbound.v1.RuleKey key(RuleKey key) {
        return rhumb.southbound.v1.RuleKey.newBuilder()
                .setKind(key.kind().ordinal() + 1)
                .setA(key.a())
                .setB(key.b())
                .setName(key.name())
                .build();
    }

    static List<rhumb.southbound.v1.PublicKey> keys(List<PublicKey> keys) {
        return keys.stream()
                .map(key ->
                        rhumb.southbound.v1.PublicKey.newBuilder()
                                .setGeneration(key.generation())
                                .setX25519(ByteString.copyFrom(key.bytes()))
                                .build())
                .toList();
    }

    private static rhumb.southbound.v1.Rule.Service service(ServiceRule r) {
        var service =
                rhumb.southbound.v1.Rule.Service.newBuilder()
                        .setNumber(r.number())
                        .setName(r.name())
                        .setKind(r.kind().ordinal() + 1)
                        .setEgressPop(r.egressPop())
                        .setForcedClass(r.forcedClass() == null ? 0 : r.forcedClass().code() + 1);
        if (!r.classes().equals(PacketClasses.NONE)) {
            service.setClasses(QosProto.classes(r.classes()));
        }
        if (r.listen() != null) {
            service.setListen(ToProto.endpoint(r.listen()));
        }
        if (r.target() != null) {
            service.setTarget(ToProto.endpoint(r.target()));
        }
        return service.build();
    }
}
