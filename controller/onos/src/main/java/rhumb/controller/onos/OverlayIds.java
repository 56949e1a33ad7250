package rhumb.controller.onos;

import org.jspecify.annotations.Nullable;
import org.onosproject.core.ApplicationId;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.ElementId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.provider.ProviderId;
import rhumb.net.PopId;

/** What PoPs and uplinks are called in ONOS. */
final class OverlayIds {
    private static final String SCHEME = "rhumb";

    static final ProviderId PROVIDER = new ProviderId(SCHEME, "overlay");

    /** Whose rules those of the planner are. */
    static final ApplicationId APPLICATION = new DefaultApplicationId(0x5268, SCHEME);

    private OverlayIds() {}

    /** Such as {@code rhumb:sin}. */
    static DeviceId device(PopId pop) {
        return DeviceId.deviceId(SCHEME + ":" + pop.name());
    }

    /** The PoP of a device; null for what is no device of ours. */
    static @Nullable PopId pop(ElementId element) {
        if (!(element instanceof DeviceId device) || !SCHEME.equals(device.uri().getScheme())) {
            return null;
        }
        try {
            return new PopId(device.uri().getSchemeSpecificPart());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The uplink at a place in its PoP's list, from 0. Ports count from 1; like the places in
     * labels they stay when uplinks are added.
     */
    static PortNumber port(int place, String name) {
        return PortNumber.portNumber(place + 1L, name);
    }
}
