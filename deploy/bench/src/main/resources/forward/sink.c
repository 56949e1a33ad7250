// Takes what a relay sends on.
// usage: sink ADDRESS PORT SOCKETS SIZE WARM_SECONDS SECONDS STAMPS [PACKETS]
//   Counts packets of SIZE bytes on SOCKETS ports from PORT on, for SECONDS after the first and WARM_SECONDS more, and
//   says how many came in which time (ns), how many to each port, and how many messages of longer packets came.
//   STAMPS file for two numbers of each packet: the kernel's receive time (CLOCK_REALTIME, ns, number of the port in
//   the low 3 bits) and what its last 4 bytes say; 64 bits each, native byte order; then SECONDS end early when no
//   packet comes for 0.3 s. "-": none
//   PACKETS  given when the generator has so many packets and no more: SECONDS end with the last one then. File for
//   the packets that are in STAMPS, one behind the other; "-": none
// It takes trains as they come (UDP_GRO), as the network card of another machine would, and looks every 0.3 ms, so that
// the relay is not charged for waking it.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH 32
#define ROOM 65536
#define MAX_STAMPS (1 << 22)

static struct mmsghdr in[BATCH];
static struct iovec vectors[BATCH];
static unsigned char bytes[BATCH][ROOM];
static char control[BATCH][128] __attribute__((aligned(8)));
static int64_t *stamps, stamped;
static unsigned char *kept;
static size_t kept_bytes, kept_room;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void keep(const unsigned char *packet, size_t size) {
    if (kept_bytes + size > kept_room) kept = realloc(kept, kept_room *= 2);
    if (!kept) die("realloc");
    memcpy(kept + kept_bytes, packet, size);
    kept_bytes += size;
}

// Packets of the wanted size in one message; longer ones go to *longer, shorter ones are what relays say to neighbours.
static int packets(int slot, int port, int size, int64_t *longer) {
    int length = in[slot].msg_len, segment = length;
    int64_t at = 0;
    struct msghdr *h = &in[slot].msg_hdr;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c)) {
        if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO) segment = *(int *)CMSG_DATA(c);
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS) {
            struct timespec *t = (struct timespec *)CMSG_DATA(c);
            at = t->tv_sec * 1000000000LL + t->tv_nsec;
        }
    }
    if (segment != size || length % size) {
        *longer += segment > size;
        return 0;
    }
    int count = length / size;
    for (int i = 0; stamps && i < count && stamped < 2 * MAX_STAMPS; i++) {
        uint32_t number;
        memcpy(&number, bytes[slot] + (i + 1) * size - sizeof number, sizeof number);
        stamps[stamped++] = (at & ~7LL) | (port & 7);
        stamps[stamped++] = ntohl(number);
        if (kept) keep(bytes[slot] + i * size, size);
    }
    return count;
}

int main(int argc, char **argv) {
    if (argc != 8 && argc != 9) return 2;
    int finite = argc == 9, keeps = finite && strcmp(argv[8], "-");
    int sockets = atoi(argv[3]), size = atoi(argv[4]), fds[8];
    int64_t warm = atof(argv[5]) * 1e9, window = atof(argv[6]) * 1e9, longer = 0, total = 0, per_port[8] = {0};
    for (int i = 0; i < sockets; i++) {
        int one = 1, room = 64 << 20;
        fds[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]) + i)};
        inet_pton(AF_INET, argv[1], &here.sin_addr);
        setsockopt(fds[i], SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
        setsockopt(fds[i], SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
        setsockopt(fds[i], SOL_UDP, UDP_GRO, &one, sizeof one);
        if (bind(fds[i], (struct sockaddr *)&here, sizeof here)) die("bind");
    }
    if (strcmp(argv[7], "-")) stamps = malloc(2 * MAX_STAMPS * sizeof *stamps);
    if (keeps) kept = malloc(kept_room = 64 << 20);
    for (int i = 0; i < BATCH; i++) vectors[i] = (struct iovec){bytes[i], ROOM};
    printf("ready\n");
    fflush(stdout);
    int64_t from = 0, first = 0, last = 0, patience = now_ns() + warm + window + 5000000000LL;
    for (;;) {
        int took = 0;
        for (int p = 0; p < sockets; p++) {
            for (int i = 0; i < BATCH; i++)
                in[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1, .msg_control = control[i],
                    .msg_controllen = sizeof control[i]};
            int count = recvmmsg(fds[p], in, BATCH, MSG_DONTWAIT, NULL);
            if (count < 0 && errno != EAGAIN && errno != EINTR) die("recvmmsg");
            for (int i = 0; i < count; i++) {
                int n = packets(i, p, size, &longer);
                if (from || !warm) {
                    total += n;
                    per_port[p] += n;
                }
                took += n;
            }
        }
        int64_t now = now_ns();
        if (took && !first) first = now;
        if (took) last = now;
        if (first && !from && now - first >= warm) from = now;
        int silent = (stamps || finite) && first && now - last > 300000000LL;
        if (silent || (from ? now - from >= window : now >= patience)) {
            printf("%lld %lld", (long long)total, (long long)(from ? (silent ? last : now) - from : 0));
            for (int p = 0; p < sockets; p++) printf(" %lld", (long long)per_port[p]);
            printf(" %lld\n", (long long)longer);
            break;
        }
        if (!took) nanosleep(&(struct timespec){0, 300000}, NULL);
    }
    if (stamps) {
        FILE *to_file = fopen(argv[7], "w");
        if (!to_file || fwrite(stamps, sizeof *stamps, stamped, to_file) != (size_t)stamped || fclose(to_file)) die(argv[7]);
    }
    if (keeps) {
        FILE *to_file = fopen(argv[8], "w");
        if (!to_file || fwrite(kept, 1, kept_bytes, to_file) != kept_bytes || fclose(to_file)) die(argv[8]);
    }
    return 0;
}
