package rhumb.host.udp;

import java.util.Map;

/**
 * Numbers of the Linux system interface, for x86_64 and aarch64: all are equal there but the layout
 * of {@code epoll_event}. Copied from the kernel's headers, named in front of each block.
 */
final class LinuxAbi {
    // include/linux/socket.h, include/linux/net.h
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;

    // include/uapi/asm-generic/socket.h
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_REUSEPORT = 15;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_TIMESTAMPNS = 35; // SO_TIMESTAMPNS_OLD: 64-bit machines
    static final int SO_ATTACH_REUSEPORT_CBPF = 51;

    // include/uapi/linux/in.h, in6.h
    static final int IPPROTO_IP = 0;
    static final int IP_TOS = 1;
    static final int IP_TTL = 2;
    static final int IP_RECVTTL = 12;
    static final int IP_RECVTOS = 13;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_RECVHOPLIMIT = 51;
    static final int IPV6_HOPLIMIT = 52;
    static final int IPV6_RECVTCLASS = 66;
    static final int IPV6_TCLASS = 67;

    // include/linux/socket.h, include/uapi/linux/udp.h
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    // include/uapi/linux/in.h: struct sockaddr_in { u16 family; be16 port; be32 addr; u8 zero[8] }
    // include/uapi/linux/in6.h: struct sockaddr_in6 { u16 family; be16 port; be32 flow; u8
    // addr[16];
    // u32 scope }
    static final int SOCKADDR_IN_BYTES = 16;
    static final int SOCKADDR_IN6_BYTES = 28;
    static final int SOCKADDR_SLOT_BYTES = 32;

    // include/linux/socket.h: struct user_msghdr inside struct mmsghdr
    static final int MSG_NAME = 0;
    static final int MSG_NAMELEN = 8;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int MSG_FLAGS = 48;
    static final int MSG_LEN = 56;
    static final int MMSGHDR_BYTES = 64;

    // include/uapi/linux/uio.h: struct iovec { void *base; size_t len }
    static final int IOV_BASE = 0;
    static final int IOV_LEN = 8;
    static final int IOVEC_BYTES = 16;

    // include/linux/socket.h: struct cmsghdr { size_t len; int level; int type }, data aligned to 8
    static final int CMSG_LEN = 0;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    static final int CMSG_DATA = 16;

    // include/uapi/linux/eventpoll.h, eventfd.h; EPOLL_PACKED holds on x86_64 alone
    static final int EPOLLIN = 1;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;
    static final boolean PACKED_EPOLL_EVENT = System.getProperty("os.arch", "").equals("amd64");
    static final int EPOLL_EVENTS = 0;
    static final int EPOLL_DATA = PACKED_EPOLL_EVENT ? 4 : 8;
    static final int EPOLL_EVENT_BYTES = PACKED_EPOLL_EVENT ? 12 : 16;

    // sys/mman.h
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_PRIVATE = 2;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MADV_NOHUGEPAGE = 15;

    // include/uapi/asm-generic/errno-base.h, errno.h
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int EFAULT = 14;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;
    static final int ENOTSOCK = 88;
    static final int ENOBUFS = 105;

    private static final Map<Integer, String> TEXTS =
            Map.of(
                    1, "Operation not permitted",
                    13, "Permission denied",
                    23, "Too many open files in system",
                    24, "Too many open files",
                    97, "Address family not supported by protocol",
                    98, "Address already in use",
                    99, "Cannot assign requested address",
                    105, "No buffer space available");

    private LinuxAbi() {}

    /** Whether this is a machine whose numbers stand here. */
    static boolean isKnown() {
        String arch = System.getProperty("os.arch", "");
        return System.getProperty("os.name", "").equals("Linux")
                && (arch.equals("amd64") || arch.equals("aarch64"));
    }

    /** The system's own words for an error number, as strerror gives them. */
    static String text(int errno) {
        return TEXTS.getOrDefault(errno, "errno " + errno);
    }
}
