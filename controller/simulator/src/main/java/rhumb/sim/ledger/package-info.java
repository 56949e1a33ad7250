/**
 * What arrived, held bit for bit against what was sent.
 *
 * <p>Deterministic cores. Times are nanoseconds since the start of the run. Owned by one thread.
 *
 * <p>Reading order: {@link rhumb.sim.ledger.MediaLedger} holds one {@link
 * rhumb.sim.ledger.StreamLedger} a stream: {@link rhumb.sim.ledger.PacketLedger} for datagrams,
 * {@link rhumb.sim.ledger.TagLedger} for FLV; both keep a {@link rhumb.sim.ledger.Timeline}, from
 * which {@link rhumb.sim.ledger.RecoveryMeter} tells how long a fault was felt.
 */
@NullMarked
package rhumb.sim.ledger;

import org.jspecify.annotations.NullMarked;
