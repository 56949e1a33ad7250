package rhumb.sim.report;

import java.util.OptionalLong;
import rhumb.sim.ledger.Recovery;

/**
 * What an event brought about. Times are from the event on, empty where not applicable.
 *
 * @param number from 1 in time order
 * @param atNs when, from the start of the run
 * @param what the change, with the link that was meant
 * @param detectNs until an agent first called the link degraded or down
 * @param localSwitchNs until a forwarder first switched by itself
 * @param recovery how long streams felt it
 */
public record EventReport(
        int number,
        long atNs,
        String what,
        OptionalLong detectNs,
        OptionalLong localSwitchNs,
        Recovery recovery) {}
