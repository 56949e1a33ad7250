package rhumb.controller.northbound;

import java.util.ArrayList;
import java.util.List;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.TenantRule;

/** Queues, tenants and classification in words; what is as usual is left out. */
final class QueueText {
    private QueueText() {}

    /** Begins with a comma when there is anything to say. */
    static String of(QueueSettings queues) {
        StringBuilder text = new StringBuilder();
        if (queues.strictPercent() != QueueSettings.STANDARD.strictPercent()) {
            text.append(", strict up to ").append(queues.strictPercent()).append(" %");
        }
        text.append(queues.uniform() ? ", uniform" : "").append(queues.ecn() ? "" : ", no ECN");
        for (QueueSettings.Share share : queues.shares()) {
            text.append(", ")
                    .append(
                            share.phb()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-'));
            if (!share.phb().strict()) {
                text.append(" weight ").append(share.weight());
            }
            text.append(rates(share.capBps(), share.reserveBps()));
        }
        return text.toString();
    }

    static String of(TenantRule tenant) {
        String services =
                tenant.services().size()
                        + (tenant.services().size() == 1 ? " service" : " services");
        return services + rates(tenant.capBps(), tenant.reserveBps());
    }

    /** What the class of a packet is told by. */
    static String signs(PacketClasses classes) {
        List<String> signs = new ArrayList<>();
        if (!classes.payloadTypes().isEmpty()) {
            signs.add("payload type");
        }
        if (!classes.clientPorts().isEmpty()) {
            signs.add("port");
        }
        signs.add("code point");
        return String.join(", ", signs);
    }

    private static String rates(long capBps, long reserveBps) {
        return (capBps == 0 ? "" : " cap " + capBps + " bit/s")
                + (reserveBps == 0 ? "" : " reserved " + reserveBps + " bit/s");
    }
}
