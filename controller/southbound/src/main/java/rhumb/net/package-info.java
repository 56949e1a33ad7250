/**
 * The words of Rhumb: PoPs, uplinks, links, code points, classes, labels, epochs and addresses.
 *
 * <p>Values only. Nothing here knows a clock, a thread or a socket; everything is immutable and
 * checked when it is made, so code that holds one need not check it again. Units are suffixes of
 * names: {@code delayNs}, {@code lossPpm}, {@code rateBps}, {@code sizeBytes}.
 *
 * <p>Reading order: {@link rhumb.net.PopId}, {@link rhumb.net.UplinkId}, {@link rhumb.net.LinkId}
 * say where; {@link rhumb.net.Dscp}, {@link rhumb.net.Phb}, {@link rhumb.net.TrafficClass} say how
 * urgent (bits on the wire, queue behaviour and product grade are three things); {@link
 * rhumb.net.Endpoint}, {@link rhumb.net.IpPrefix}, {@link rhumb.net.InterfaceAddress}, {@link
 * rhumb.net.Label}, {@link rhumb.net.Epoch} and {@link rhumb.net.Serial32} are what packets and
 * rules carry.
 */
@NullMarked
package rhumb.net;

import org.jspecify.annotations.NullMarked;
