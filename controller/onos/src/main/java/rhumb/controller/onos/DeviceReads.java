package rhumb.controller.onos;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.onosproject.event.ListenerRegistry;
import org.onosproject.net.Device;
import org.onosproject.net.DeviceId;
import org.onosproject.net.MastershipRole;
import org.onosproject.net.Port;
import org.onosproject.net.PortNumber;
import org.onosproject.net.device.DeviceEvent;
import org.onosproject.net.device.DeviceListener;
import org.onosproject.net.device.DeviceService;
import org.onosproject.net.device.PortStatistics;

/** PoPs as devices, uplinks as ports. A PoP is available while its forwarder is in session. */
final class DeviceReads extends ListenerRegistry<DeviceEvent, DeviceListener>
        implements DeviceService {
    private final Supplier<OverlaySnapshot> snapshots;

    DeviceReads(Supplier<OverlaySnapshot> snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public int getDeviceCount() {
        return snapshots.get().devices().size();
    }

    @Override
    public int getAvailableDeviceCount() {
        return available(snapshots.get()).size();
    }

    @Override
    public Iterable<Device> getDevices() {
        return snapshots.get().devices();
    }

    @Override
    public Iterable<Device> getDevices(Device.Type type) {
        return ofType(snapshots.get().devices(), type);
    }

    @Override
    public Iterable<Device> getAvailableDevices() {
        return available(snapshots.get());
    }

    @Override
    public Iterable<Device> getAvailableDevices(Device.Type type) {
        return ofType(available(snapshots.get()), type);
    }

    @Override
    public @Nullable Device getDevice(DeviceId id) {
        OverlaySnapshot snapshot = snapshots.get();
        int pop = snapshot.pop(id);
        return pop < 0 ? null : snapshot.device(pop);
    }

    /** This controller commands every PoP. */
    @Override
    public MastershipRole getRole(DeviceId id) {
        return snapshots.get().pop(id) < 0 ? MastershipRole.NONE : MastershipRole.MASTER;
    }

    @Override
    public List<Port> getPorts(DeviceId id) {
        OverlaySnapshot snapshot = snapshots.get();
        int pop = snapshot.pop(id);
        return pop < 0 ? List.of() : snapshot.ports(pop);
    }

    @Override
    public @Nullable Port getPort(DeviceId id, PortNumber number) {
        return getPorts(id).stream()
                .filter(p -> p.number().equals(number))
                .findFirst()
                .orElse(null);
    }

    /** None: forwarders count by flow and by reason, not by uplink. */
    @Override
    public List<PortStatistics> getPortStatistics(DeviceId id) {
        return List.of();
    }

    @Override
    public List<PortStatistics> getPortDeltaStatistics(DeviceId id) {
        return List.of();
    }

    @Override
    public boolean isAvailable(DeviceId id) {
        OverlaySnapshot snapshot = snapshots.get();
        int pop = snapshot.pop(id);
        return pop >= 0 && snapshot.available(pop);
    }

    @Override
    public String localStatus(DeviceId id) {
        OverlaySnapshot snapshot = snapshots.get();
        int pop = snapshot.pop(id);
        if (pop < 0) {
            return "not configured";
        }
        return snapshot.available(pop) ? "forwarder in session" : "no session with the forwarder";
    }

    @Override
    public long getLastUpdatedInstant(DeviceId id) {
        OverlaySnapshot snapshot = snapshots.get();
        return snapshot.unixMs(snapshot.view().atNs());
    }

    private static List<Device> available(OverlaySnapshot snapshot) {
        return IntStream.range(0, snapshot.devices().size())
                .filter(snapshot::available)
                .mapToObj(snapshot::device)
                .toList();
    }

    private static List<Device> ofType(List<Device> devices, Device.Type type) {
        return devices.stream().filter(d -> d.type() == type).toList();
    }
}
