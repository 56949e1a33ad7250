package rhumb.southbound.rule;

import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.net.LinkId;

/**
 * One outgoing link of the forwarder: what its label stands for.
 *
 * @param label the forwarder's own number for the link
 * @param targetPop number of the PoP at the far end
 * @param data where overlay datagrams of this link go; packets of the opposite link come from there
 * @param stream where relay connections of this link go
 */
public record NeighborRule(Label label, LinkId link, int targetPop, Endpoint data, Endpoint stream)
        implements Rule {
    @Override
    public RuleKey key() {
        return new RuleKey(RuleKey.Kind.NEIGHBOR, label.value(), 0, "");
    }
}
