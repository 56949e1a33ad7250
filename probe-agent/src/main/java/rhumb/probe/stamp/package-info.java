/**
 * STAMP, the Simple Two-Way Active Measurement Protocol (RFC 8762) with the session identifiers and
 * TLVs of RFC 8972: what probes look like, who answers them and what an answer tells. {@code
 * docs/protocol/stamp.md} says what is spoken and where it departs from the RFCs.
 *
 * <p>Knows nothing of links, targets or judgement, and nothing of clocks and sockets: times come as
 * arguments, packets lie in the caller's buffer. Bad packets are verdicts of {@link
 * rhumb.probe.stamp.StampReject}. Owned by the agent's one thread; no allocation per packet but
 * what the JDK's HMAC makes in authenticated mode.
 *
 * <p>Reading order: {@link rhumb.probe.stamp.StampOptions}; {@link rhumb.probe.stamp.StampPacket},
 * {@link rhumb.probe.stamp.WireTime} and {@link rhumb.probe.stamp.WireClock} (the bytes); {@link
 * rhumb.probe.stamp.StampTlv} and the values {@link rhumb.probe.stamp.ClassOfService}, {@link
 * rhumb.probe.stamp.LocationTlv}, {@link rhumb.probe.stamp.TimestampInformation}, {@link
 * rhumb.probe.stamp.DirectMeasurement}, {@link rhumb.probe.stamp.FollowUpTelemetry}; {@link
 * rhumb.probe.stamp.StampKey} and {@link rhumb.probe.stamp.PacketSeal} (authenticated mode). Then
 * the side that answers: {@link rhumb.probe.stamp.Reflector} with {@code TlvAnswer}, {@link
 * rhumb.probe.stamp.PeerSessions} with {@code ReplayWindow}, {@link
 * rhumb.probe.stamp.ReflectorSession} with {@link rhumb.probe.stamp.ArrivalLedger}, {@link
 * rhumb.probe.stamp.StrangerLimit}. Then the side that asks: {@link
 * rhumb.probe.stamp.SenderSession} with {@link rhumb.probe.stamp.ProbeTlvs}, {@link
 * rhumb.probe.stamp.ReplyTlvs} and {@link rhumb.probe.stamp.ReplyLedger}, which finds in which
 * direction a packet was lost.
 */
@NullMarked
package rhumb.probe.stamp;

import org.jspecify.annotations.NullMarked;
