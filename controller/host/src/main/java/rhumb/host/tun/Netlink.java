package rhumb.host.tun;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rhumb.net.Endpoint;
import rhumb.net.InterfaceAddress;
import rhumb.net.IpPrefix;

/**
 * What {@code ip link}, {@code ip address} and {@code ip route} do, for one interface (RFC 3549,
 * rtnetlink(7)). Each call waits for the kernel's acknowledgement. Belongs to one thread.
 */
final class Netlink implements AutoCloseable {
    // include/uapi/linux/netlink.h, rtnetlink.h, if_link.h, if_addr.h
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int NLMSG_ERROR = 2;
    private static final int NLM_F_REQUEST = 1;
    private static final int NLM_F_ACK = 4;
    private static final int NLM_F_REPLACE = 0x100;
    private static final int NLM_F_CREATE = 0x400;
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_DELROUTE = 25;
    private static final int IFLA_MTU = 4;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RT_SCOPE_LINK = 253;
    private static final int RTN_UNICAST = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IFF_UP = 1;

    /** Who made a route, for {@code ip route show proto 177}. */
    static final int RTPROT_RHUMB = 177;

    private static final int HEADER_BYTES = 16;
    private static final int BUFFER_BYTES = 512;

    private final Arena arena = Arena.ofShared();
    private final SystemCalls calls = new SystemCalls(arena);
    private final MemorySegment memory = arena.allocate(BUFFER_BYTES, 8);
    private final ByteBuffer message = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    private final int fd;
    private int seq;

    Netlink() throws IOException {
        fd = calls.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
        if (fd < 0) {
            arena.close();
            throw new IOException("netlink socket: errno " + -fd);
        }
    }

    /** Gives the interface its MTU and sets it up. */
    void up(int index, int mtu) throws IOException {
        begin(RTM_NEWLINK, 0);
        message.putShort((short) 0).putShort((short) 0).putInt(index).putInt(IFF_UP).putInt(IFF_UP);
        attribute(IFLA_MTU, mtu);
        call("set up with MTU " + mtu);
    }

    void address(int index, InterfaceAddress address) throws IOException {
        begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
        message.put((byte) family(address.network())).put((byte) address.network().length());
        message.putShort((short) 0).putInt(index);
        Endpoint host = address.address();
        attribute(IFA_LOCAL, host.high(), host.low(), address.isIpv4());
        attribute(IFA_ADDRESS, host.high(), host.low(), address.isIpv4());
        call("address " + address);
    }

    /** Makes the route, or moves it here. */
    void putRoute(int index, IpPrefix prefix) throws IOException {
        route(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, index, prefix);
        call("route to " + prefix);
    }

    void removeRoute(int index, IpPrefix prefix) throws IOException {
        route(RTM_DELROUTE, 0, index, prefix);
        call("removal of the route to " + prefix);
    }

    @Override
    public void close() {
        calls.close(fd);
        arena.close();
    }

    private void route(int type, int flags, int index, IpPrefix prefix) {
        begin(type, flags);
        message.put((byte) family(prefix)).put((byte) prefix.length()).putShort((short) 0);
        int scope = prefix.isIpv4() ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
        message.put((byte) RT_TABLE_MAIN).put((byte) RTPROT_RHUMB);
        message.put((byte) scope).put((byte) RTN_UNICAST).putInt(0);
        attribute(RTA_DST, prefix.high(), prefix.low(), prefix.isIpv4());
        attribute(RTA_OIF, index);
    }

    private static int family(IpPrefix prefix) {
        return prefix.isIpv4() ? AF_INET : AF_INET6;
    }

    private void begin(int type, int flags) {
        message.clear();
        message.putInt(0);
        message.putShort((short) type);
        message.putShort((short) (NLM_F_REQUEST | NLM_F_ACK | flags));
        message.putInt(++seq);
        message.putInt(0);
    }

    private void attribute(int type, int value) {
        message.putShort((short) 8).putShort((short) type).putInt(value);
    }

    private void attribute(int type, long high, long low, boolean ipv4) {
        message.putShort((short) (ipv4 ? 8 : 20)).putShort((short) type);
        message.order(ByteOrder.BIG_ENDIAN);
        if (ipv4) {
            message.putInt((int) low);
        } else {
            message.putLong(high).putLong(low);
        }
        message.order(ByteOrder.nativeOrder());
    }

    private void call(String what) throws IOException {
        int length = message.position();
        message.putInt(0, length);
        int result = calls.write(fd, memory.address(), length);
        if (result >= 0) {
            result = calls.read(fd, memory.address(), BUFFER_BYTES);
        }
        if (result >= HEADER_BYTES + 4 && message.getShort(4) == NLMSG_ERROR) {
            result = message.getInt(HEADER_BYTES);
        }
        if (result < 0) {
            String why =
                    switch (-result) {
                        case SystemCalls.EPERM -> TunDevice.NEEDS;
                        case SystemCalls.EEXIST -> "it is there already";
                        case SystemCalls.EACCES ->
                                "IPv6 is off here: set net.ipv6.conf.all.disable_ipv6=0, or leave IPv6 addresses and prefixes out";
                        default -> "errno " + -result;
                    };
            throw new IOException(what + ": " + why);
        }
    }
}
