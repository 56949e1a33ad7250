/**
 * How much traffic there is between PoPs, class by class: what forwarders count, made into rates.
 *
 * <p>Knows no path and no plan. Reading order: {@link rhumb.controller.demand.Demand}, {@link
 * rhumb.controller.demand.Demands}, {@link rhumb.controller.demand.DemandMeter}.
 */
@NullMarked
package rhumb.controller.demand;

import org.jspecify.annotations.NullMarked;
