package rhumb.controller.intent;

/**
 * A customer whose services share a cap or a reservation at each uplink.
 *
 * @param name what services call it
 * @param capBps most that is sent into one uplink, bits per second on the wire; 0 = no cap
 * @param reserveBps what stays free for it at each uplink
 */
public record TenantIntent(String name, @Defaulted long capBps, @Defaulted long reserveBps) {
    public TenantIntent {
        Checks.present("tenant: name", name);
        Checks.that(!name.isBlank(), "tenant: name is empty: expected a word");
        Checks.rates("tenant " + name, capBps, reserveBps);
    }
}
