package rhumb.southbound.wire;

import java.util.ArrayList;
import java.util.List;
import rhumb.net.IpPrefix;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.UplinkRule;

/**
 * Rules from generated classes. A rule of an unknown kind is left out: an old forwarder runs what
 * it understands.
 */
final class RuleFromProto {
    private static final RuleKey.Kind[] KINDS = RuleKey.Kind.values();
    private static final ServiceRule.Kind[] SERVICE_KINDS = ServiceRule.Kind.values();

    private static final LinkSecurity[] SECURITIES = LinkSecurity.values();

    private RuleFromProto() {}

    static List<Rule> rules(List<rhumb.southbound.v1.Rule> rules) {
        List<Rule> known = new ArrayList<>(rules.size());
        for (int at = 0; at < rules.size(); at++) {
            rhumb.southbound.v1.Rule rule = rules.get(at);
            switch (rule.getBodyCase()) {
                case POP -> {
                    var r = rule.getPop();
                    known.add(new PopRule(r.getNumber(), new PopId(r.getPop()), r.getSelf()));
                }
                case UPLINK ->
                        known.add(
                                new UplinkRule(
                                        rule.getUplink().getUplink(),
                                        rule.getUplink().getRateBps(),
                                        QosProto.settings(rule.getUplink())));
                case NEIGHBOR -> known.add(neighbor(rule.getNeighbor()));
                case ROUTE -> at += RouteProto.read(rules, at, known) - 1;
                case SERVICE -> known.add(service(rule.getService()));
                case PREFIX -> {
                    var r = rule.getPrefix();
                    IpPrefix prefix = new IpPrefix(r.getHigh(), r.getLow(), r.getBits());
                    known.add(new PrefixRule(prefix, r.getEgressPop()));
                }
                case KEY ->
                        known.add(
                                new KeyRule(
                                        rule.getKey().getPop(),
                                        publicKeys(rule.getKey().getKeysList())));
                case SECURITY ->
                        known.add(
                                new SecurityRule(
                                        FromProto.constant(
                                                SECURITIES,
                                                rule.getSecurity().getMode(),
                                                1,
                                                "security")));
                case TENANT -> known.add(QosProto.tenant(rule.getTenant()));
                case PROTECTION -> known.add(QosProto.protection(rule.getProtection()));
                case BODY_NOT_SET -> {}
            }
        }
        return known;
    }

    static List<PublicKey> publicKeys(List<rhumb.southbound.v1.PublicKey> keys) {
        return keys.stream()
                .map(key -> PublicKey.of(key.getGeneration(), key.getX25519().toByteArray()))
                .toList();
    }

    /** Keys of unknown kinds are left out too: there is nothing here to remove. */
    static List<RuleKey> keys(List<rhumb.southbound.v1.RuleKey> keys) {
        return keys.stream()
                .filter(key -> key.getKind() >= 1 && key.getKind() <= KINDS.length)
                .map(key ->
                        new RuleKey(
                                KINDS[key.getKind() - 1], key.getA(), key.getB(), key.getName()))
                .toList();
    }

    private static NeighborRule neighbor(rhumb.southbound.v1.Rule.Neighbor r) {
        return new NeighborRule(
                new Label(r.getLabel()),
                LinkId.parse(r.getLink()),
                r.getTargetPop(),
                FromProto.endpoint(r.getData()),
                FromProto.endpoint(r.getStream()));
    }

    private static ServiceRule service(rhumb.southbound.v1.Rule.Service r) {
        return new ServiceRule(
                r.getNumber(),
                r.getName(),
                FromProto.constant(SERVICE_KINDS, r.getKind(), 1, "service kind"),
                r.getEgressPop(),
                r.hasListen() ? FromProto.endpoint(r.getListen()) : null,
                r.hasTarget() ? FromProto.endpoint(r.getTarget()) : null,
                r.getForcedClass() == 0 ? null : FromProto.trafficClass(r.getForcedClass() - 1),
                r.hasClasses() ? QosProto.classes(r.getClasses()) : PacketClasses.NONE);
    }
}
