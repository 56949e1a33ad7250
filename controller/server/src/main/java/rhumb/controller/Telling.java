package rhumb.controller;

import java.util.List;
import java.util.Locale;
import rhumb.controller.dscp.LinkTreatment;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.Dispute;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.plan.Plan;
import rhumb.controller.text.Figures;
import rhumb.net.ClassSet;
import rhumb.net.PopId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.rule.LinkSecurity;

/** Puts what happened into events. */
final class Telling {
    private Telling() {}

    static Event link(LinkStateDatabase.Change change) {
        LinkState after = change.after();
        EventCode code =
                switch (after.status()) {
                    case UNKNOWN -> EventCode.LINK_UNKNOWN;
                    case UP -> EventCode.LINK_UP;
                    case DEGRADED -> EventCode.LINK_DEGRADED;
                    case DOWN -> EventCode.LINK_DOWN;
                };
        StringBuilder text = new StringBuilder();
        text.append(after.link()).append(' ').append(lower(after.status()));
        if (!after.degraded().isEmpty()) {
            text.append(" for ").append(after.degraded());
        }
        text.append(" (was ").append(lower(change.before().status()));
        text.append(", by ").append(lower(after.decidedBy()));
        if (after.sign() != LinkSign.NONE) {
            text.append(", sign ").append(lower(after.sign()));
        }
        if (after.lossPpmShort() >= 0) {
            text.append(", loss ").append(Figures.share(after.lossPpmShort()));
        }
        if (after.delayRiseNs() > 0) {
            text.append(", delay +").append(Figures.ms(after.delayRiseNs()));
        }
        return Event.ofLink(code, after.link(), text.append(')').toString());
    }

    static Event dscp(LinkTreatment treatment) {
        return Event.ofLink(
                treatment.transparent() ? EventCode.DSCP_KEPT : EventCode.DSCP_CHANGED,
                treatment.link(),
                treatment.toString());
    }

    static String leads(int controller, long term) {
        return "controller " + controller + " leads its cluster, term " + term;
    }

    static Event weakSecurity(LinkSecurity security) {
        return Event.of(
                EventCode.SECURITY_WEAK,
                security == LinkSecurity.NONE
                        ? "packets between PoPs are neither authenticated nor encrypted"
                        : "packets between PoPs are authenticated and not encrypted");
    }

    static Event disputed(Dispute dispute) {
        LinkEstimate sender = dispute.bySender();
        LinkEstimate receiver = dispute.byReceiver();
        String text =
                dispute.link()
                        + ": its sender "
                        + dispute.link().source()
                        + " says "
                        + view(sender)
                        + ", its receiver "
                        + dispute.link().target()
                        + " says "
                        + view(receiver)
                        + "; the "
                        + lower(dispute.believed())
                        + " is believed";
        return Event.ofLink(EventCode.LINK_DISPUTED, dispute.link(), text);
    }

    private static String view(LinkEstimate view) {
        return lower(view.status())
                + " (sign "
                + lower(view.sign())
                + ", loss "
                + Figures.share(view.lossPpmShort())
                + ")";
    }

    static Event bypass(FlowBook.Turn turn) {
        String text =
                turn.link()
                        + (turn.begins() ? " is gone round by " : " is used again by ")
                        + turn.classes()
                        + " of other PoPs";
        EventCode code = turn.begins() ? EventCode.LINK_BYPASSED : EventCode.LINK_USED_AGAIN;
        return Event.ofLink(code, turn.link(), text);
    }

    static Event rulesRefused(PopId pop, RuleAck ack) {
        String what = "epoch " + ack.refused() + ": " + ack.reason();
        return Event.ofPop(EventCode.RULES_REFUSED, pop, what + ", runs " + ack.installed());
    }

    /** Classes of one pair that moved together: by the same cause from the same path to another. */
    static Event moved(Topology topology, List<Plan.Changed> together) {
        Plan.Changed first = together.getFirst();
        LinkState culprit = first.after().cause().culprit();
        ClassSet classes = ClassSet.of(together.stream().map(Plan.Changed::trafficClass).toList());
        StringBuilder text = new StringBuilder();
        text.append(classes).append(' ');
        text.append(first.before() == null ? "none" : first.before().primary().text(topology));
        text.append(" => ").append(first.after().primary().text(topology));
        text.append(", ").append(first.after().cause().text());
        // Where no link is to blame, the cause has figures, which are those of one class.
        if (culprit == null && together.size() > 1) {
            text.append(" for ").append(first.trafficClass());
        }
        return Event.ofPath(
                EventCode.PATH_MOVED,
                topology.pop(first.from()),
                topology.pop(first.to()),
                classes,
                first.after().primary().ids(topology),
                culprit == null ? null : culprit.link(),
                text.toString());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
