package rhumb.controller.lsdb;

import rhumb.net.LinkId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkView;

/**
 * The two ends of a link contradict each other: one says that nothing arrives, the other that most
 * does. One of them is broken, or lies.
 *
 * @param believed whose word the judgement follows
 */
public record Dispute(
        LinkId link, LinkEstimate bySender, LinkEstimate byReceiver, LinkView believed) {}
