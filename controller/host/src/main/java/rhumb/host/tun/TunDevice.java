package rhumb.host.tun;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import rhumb.host.udp.DatagramIos;
import rhumb.net.InterfaceAddress;

/**
 * One TUN device: what the kernel routes into the interface is read, what is written comes out of
 * it. It goes with the process. Reads and writes belong to one thread and never wait.
 */
public final class TunDevice implements AutoCloseable {
    /** What to do when the system refuses. */
    static final String NEEDS =
            "not permitted: it needs CAP_NET_ADMIN. Run it as root, or with AmbientCapabilities="
                    + "CAP_NET_ADMIN in its systemd unit, or leave out tun: in its configuration";

    // include/uapi/linux/if.h, if_tun.h, asm-generic/fcntl.h
    private static final int NAME_BYTES = 16;
    private static final int IFREQ_BYTES = 40;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final int O_RDWR_NONBLOCK_CLOEXEC = 0x80802;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Arena arena = Arena.ofShared();
    private final SystemCalls calls = new SystemCalls(arena);
    private final MemorySegment in = arena.allocate(BUFFER_BYTES, 64);
    private final MemorySegment out = arena.allocate(BUFFER_BYTES, 64);
    private final ByteBuffer received = in.asByteBuffer();
    private final ByteBuffer sending = out.asByteBuffer();
    private final String name;
    private final int fd;
    private final int index;
    private boolean closed;

    private TunDevice(String name) throws IOException {
        this.name = name;
        this.fd = open();
        MemorySegment text = arena.allocateFrom(name);
        index = calls.interfaceIndex(text.address());
    }

    /**
     * Makes the device, gives it addresses and MTU, and sets it up.
     *
     * @param name of the interface, 1 to 15 characters
     * @throws IOException when the system does not let it; says what to do
     */
    public static TunDevice open(String name, List<InterfaceAddress> addresses, int mtu)
            throws IOException {
        String obstacle = DatagramIos.obstacle();
        if (!obstacle.isEmpty()) {
            throw new IOException("TUN device " + name + " cannot be had: " + obstacle);
        }
        TunDevice device = new TunDevice(name);
        try (Netlink netlink = new Netlink()) {
            for (InterfaceAddress address : addresses) {
                netlink.address(device.index, address);
            }
            netlink.up(device.index, mtu);
        } catch (IOException e) {
            device.close();
            throw new IOException("TUN device " + name + ": " + e.getMessage(), e);
        }
        return device;
    }

    public String name() {
        return name;
    }

    /** The kernel's number of the interface. */
    public int index() {
        return index;
    }

    /** To be watched for something to read. */
    public int fd() {
        return fd;
    }

    /** Reads a packet into {@link #packet}; gives its bytes, 0 when none waits. */
    public int read() {
        return Math.max(0, calls.read(fd, in.address(), BUFFER_BYTES));
    }

    /** What {@link #read} read last, from 0; good until the next one. */
    public ByteBuffer packet() {
        return received;
    }

    /** Hands a packet to the kernel; false when it does not take it. */
    public boolean write(ByteBuffer buffer, int offset, int length) {
        if (length > BUFFER_BYTES) {
            return false;
        }
        sending.put(0, buffer, offset, length);
        return calls.write(fd, out.address(), length) == length;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            calls.close(fd);
            arena.close();
        }
    }

    private int open() throws IOException {
        MemorySegment path = arena.allocateFrom("/dev/net/tun");
        int opened = calls.open(path.address(), O_RDWR_NONBLOCK_CLOEXEC);
        if (opened < 0) {
            arena.close();
            throw new IOException(
                    "TUN device "
                            + name
                            + ": opening /dev/net/tun: "
                            + switch (-opened) {
                                case SystemCalls.EPERM, SystemCalls.EACCES -> NEEDS;
                                case SystemCalls.ENOENT ->
                                        "it is not there: modprobe tun; in a container, give it"
                                                + " --device /dev/net/tun";
                                default -> "errno " + -opened;
                            });
        }
        MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(
                text, 0, request, ValueLayout.JAVA_BYTE, 0, Math.min(text.length, NAME_BYTES - 1));
        request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, IFF_TUN_NO_PI);
        int result = calls.ioctl(opened, TUNSETIFF, request.address());
        if (result < 0) {
            calls.close(opened);
            arena.close();
            throw new IOException(
                    "TUN device "
                            + name
                            + ": "
                            + switch (-result) {
                                case SystemCalls.EPERM -> NEEDS;
                                case SystemCalls.EBUSY ->
                                        "another process has it: give another name: in tun:";
                                case SystemCalls.EINVAL ->
                                        "an interface of this name is of another kind: give"
                                                + " another name: in tun:";
                                default -> "errno " + -result;
                            });
        }
        return opened;
    }
}
