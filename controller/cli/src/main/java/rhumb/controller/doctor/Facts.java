package rhumb.controller.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found on a machine and asked of the controller. A figure that is not known is negative.
 *
 * @param controller null when nobody was asked
 * @param certificates of the folders that configurations and the command line name
 */
public record Facts(
        Machine machine,
        List<Port> ports,
        List<Door> doors,
        List<Attachment> attachments,
        List<Folder> folders,
        List<Certificate> certificates,
        List<Running> processes,
        @Nullable Controller controller) {
    public Facts {
        ports = List.copyOf(ports);
        doors = List.copyOf(doors);
        attachments = List.copyOf(attachments);
        folders = List.copyOf(folders);
        certificates = List.copyOf(certificates);
        processes = List.copyOf(processes);
    }

    /**
     * The machine.
     *
     * @param javaFeature such as 25
     * @param rmemMaxBytes most that a socket's receive buffer may be given without CAP_NET_ADMIN
     * @param openFiles most files that a process may raise its limit to
     * @param netAdmin whether this shell has CAP_NET_ADMIN
     * @param trainsMissing what the kernel lacks to join and cut trains of datagrams; empty =
     *     nothing
     * @param needs capabilities that configurations ask for
     */
    public record Machine(
            String system,
            String architecture,
            int javaFeature,
            long rmemMaxBytes,
            long openFiles,
            boolean netAdmin,
            String trainsMissing,
            List<Need> needs) {
        public Machine {
            needs = List.copyOf(needs);
        }
    }

    /**
     * A capability that a process of this machine needs by its configuration.
     *
     * @param why such as for the TUN device rhumb0
     * @param pid of the process, which is looked at; 0 = it does not run, and this shell is
     */
    public record Need(String role, String capability, String why, long pid, boolean has) {}

    /**
     * A local address that a configuration names.
     *
     * @param what such as agent probe main
     * @param protocol udp or tcp
     * @param holder who has it when it is taken; empty when that cannot be seen
     * @param ours whether that is a process of Rhumb
     */
    public record Port(
            String what,
            String protocol,
            String address,
            State state,
            String holder,
            boolean ours) {
        /** What became of the trial to bind it. */
        public enum State {
            FREE,
            TAKEN,
            /** The address is none of this machine's. */
            NO_SUCH_ADDRESS,
            /** Below 1024, and that takes a capability. */
            FORBIDDEN
        }
    }

    /**
     * A controller's door for PoPs, as a configuration names it.
     *
     * @param trouble empty when a connection could be made
     * @param connectMs how long that took
     * @param handshake what came of TLS; null when none was tried
     */
    public record Door(
            String address, String trouble, double connectMs, @Nullable Handshake handshake) {}

    /**
     * TLS with a controller, by the certificate of this machine.
     *
     * @param trouble empty when both sides took the other's certificate
     * @param own whose certificate was shown, such as pop sin
     * @param peer who the controller says it is
     * @param secondsLeft of the controller's certificate
     */
    public record Handshake(String trouble, String own, String peer, long secondsLeft) {}

    /**
     * The interface of an uplink's address.
     *
     * @param tun whether it is the device of IP packets and not an uplink
     * @param present whether there is one with that address, or of that name
     */
    public record Attachment(
            String what,
            String address,
            boolean tun,
            boolean present,
            String name,
            int mtu,
            boolean up) {}

    /** A folder that a process writes to. */
    public record Folder(
            String what, String path, boolean exists, boolean writable, long freeBytes) {}

    /**
     * Who a TLS folder says it is.
     *
     * @param trouble empty when it can be used
     * @param identity such as pop sin
     * @param secondsLeft until it holds no longer
     */
    public record Certificate(String folder, String trouble, String identity, long secondsLeft) {}

    /**
     * A process of Rhumb on this machine.
     *
     * @param role controller, agent or forwarder
     * @param nativeAccess whether it was started with what batched system calls take
     * @param netAdmin whether it has CAP_NET_ADMIN
     */
    public record Running(String role, long pid, boolean nativeAccess, boolean netAdmin) {}

    /**
     * What the northbound side of the controller said.
     *
     * @param trouble empty when it answered
     * @param offsetMs its clock less this machine's; {@link Long#MIN_VALUE} when it did not tell
     * @param errorMs by how much the offset may be wrong
     * @param phase of its start-up
     * @param pop the PoP that was asked about; null when no configuration names one
     */
    public record Controller(
            String address,
            String trouble,
            long offsetMs,
            long errorMs,
            String phase,
            @Nullable Pop pop,
            List<Marks> marks,
            List<PathMtu> mtus) {
        public Controller {
            marks = List.copyOf(marks);
            mtus = List.copyOf(mtus);
        }
    }

    /**
     * A PoP as the controller knows it.
     *
     * @param known whether it is in the intent at all
     * @param agent connected, lost or never
     */
    public record Pop(
            String name,
            boolean known,
            String agent,
            String forwarder,
            int up,
            int degraded,
            int down,
            int unknown) {}

    /**
     * What a link does to code points.
     *
     * @param known how many of 64 are known
     * @param surviving how many of these arrive as they were sent
     */
    public record Marks(String link, String behaviour, int known, int surviving) {}

    /**
     * The longest media packet that crossed to another PoP.
     *
     * @param payloadBytes -1 when none did
     */
    public record PathMtu(String pop, int payloadBytes) {}
}
