/**
 * STAMP, the Simple Two-Way Active Measurement Protocol (RFC 8762) with session identifiers and the
 * TLV frame of RFC 8972: what probes look like, who answers them and what an answer tells.
 *
 * <p>Knows nothing of links, targets or judgement, and nothing of clocks and sockets: times come as
 * arguments, packets lie in the caller's buffer. Bad packets are verdicts of {@link
 * rhumb.probe.stamp.StampReject}. Owned by the agent's one thread; no allocation per packet.
 *
 * <p>Reading order: {@link rhumb.probe.stamp.StampPacket} and {@link rhumb.probe.stamp.WireTime}
 * (the bytes), {@link rhumb.probe.stamp.StampTlv} (what may follow them), {@link
 * rhumb.probe.stamp.ReflectorSession} (answers), {@link rhumb.probe.stamp.SenderSession} with
 * {@link rhumb.probe.stamp.ReplyLedger} (asks, and finds in which direction a packet was lost),
 * {@link rhumb.probe.stamp.ArrivalLedger} (what the arriving probes of a peer tell).
 *
 * <p>Departures: authenticated mode and the values of TLVs are not here yet; requests shorter than
 * the base (TWAMP Light) are refused because an answer may not be longer than the question.
 */
@NullMarked
package rhumb.probe.stamp;

import org.jspecify.annotations.NullMarked;
