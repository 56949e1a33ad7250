package rhumb.controller.cluster;

import rhumb.host.session.SouthboundServer;

/**
 * Who takes the streams of other members that are not for the agreement.
 *
 * @param processes streams of PoPs' processes that they pass on
 * @param tunnels connections between stores of shared state
 */
public record Others(SouthboundServer.Handler processes, SouthboundServer.Handler tunnels) {}
