package rhumb.controller.intent;

import rhumb.net.Meaning;

/** A customer whose services share a cap or a reservation at each uplink. */
public record TenantIntent(
        @Meaning("what services call it") String name,
        @Meaning("most that is sent into one uplink, on the wire; left out: no cap") @Defaulted
                long capBps,
        @Meaning("what stays free for it at each uplink") @Defaulted long reserveBps) {
    public TenantIntent {
        Checks.present("tenant: name", name);
        Checks.that(!name.isBlank(), "tenant: name is empty: expected a word");
        Checks.rates("tenant " + name, capBps, reserveBps);
    }
}
