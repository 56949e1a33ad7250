// Plays packets from a file into a relay.
// usage: generator ADDRESS PORT FILE SIZE TRAIN RATE SECONDS LIFE_OFFSET SEQUENCE_OFFSET TIME_OFFSET STAMPS TO...
//   FILE  records of 8 + SIZE bytes: flow (32 bits, big-endian), traffic class octet, number of the next hop, two
//         bytes unused, then the packet. Played again and again, or once when packets must not be changed.
//   TRAIN packets of one class to one next hop that are handed to the kernel together (UDP_SEGMENT); 1: each alone
//   RATE  packets per second; 0: as many as go
//   LIFE_OFFSET, SEQUENCE_OFFSET, TIME_OFFSET  where a number that rises from run to run, the link sequence number and
//         the departure time (microseconds) of a packet are written before it leaves; -1: packets leave as they are
//   STAMPS file for the time at which each packet left (CLOCK_REALTIME, ns, with the number of its next hop in the
//         low 3 bits), native byte order; "-": none. The n-th packet then says n in its last 4 bytes, unless it must
//         not be changed.
//   TO    ADDRESS:PORT, one, or one for each next hop
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>

#define BATCH 64
#define RECORD 8
#define CONTROL (CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(uint16_t)))

static struct mmsghdr out[BATCH];
static struct iovec vectors[BATCH];
static struct sockaddr_in to[8];
static char control[BATCH][CONTROL] __attribute__((aligned(8)));

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int64_t now_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(int64_t ns) {
    struct timespec t = {ns / 1000000000LL, ns % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {}
}

static void put_be32(unsigned char *at, uint32_t value) {
    value = htonl(value);
    memcpy(at, &value, sizeof value);
}

int main(int argc, char **argv) {
    if (argc < 13 || argc > 20) return 2;
    int size = atoi(argv[4]), train = atoi(argv[5]), rate = atoi(argv[6]);
    int life_at = atoi(argv[8]), seq_at = atoi(argv[9]), time_at = atoi(argv[10]), hops = argc - 12;
    double seconds = atof(argv[7]);
    int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 4 << 20, one = 1;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
    inet_pton(AF_INET, argv[1], &here.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room);
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);  // another may send from here at the same time
    if (bind(fd, (struct sockaddr *)&here, sizeof here)) die("bind");
    for (int i = 0; i < hops; i++) {
        char *colon = strchr(argv[12 + i], ':');
        if (!colon) return 2;
        *colon = 0;
        to[i] = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(colon + 1))};
        if (inet_pton(AF_INET, argv[12 + i], &to[i].sin_addr) != 1) return 2;
    }
    prctl(PR_SET_TIMERSLACK, 1000);

    int file = open(argv[3], O_RDONLY);
    struct stat st;
    if (file < 0 || fstat(file, &st)) die(argv[3]);
    // What may be changed is copied; a gigabyte of sealed packets is not.
    int access = seq_at < 0 ? PROT_READ : PROT_READ | PROT_WRITE;
    unsigned char *records = mmap(NULL, st.st_size, access, MAP_PRIVATE | MAP_POPULATE, file, 0);
    if (records == MAP_FAILED) die("mmap");
    int64_t available = st.st_size / (RECORD + size), stamped = 0;
    if (rate && seconds * rate < available && seq_at < 0) available = seconds * rate;
    int64_t most = rate ? (int64_t)(seconds * rate) : 0;
    int64_t *stamps = NULL;
    if (strcmp(argv[11], "-")) {
        stamps = malloc((most + BATCH) * sizeof *stamps);
        memset(stamps, 0, (most + BATCH) * sizeof *stamps);
    }

    int trains = rate ? 1 : BATCH / train;  // handed over by one call
    int64_t next = 0, sent = 0;
    uint32_t life = now_ns(CLOCK_REALTIME) / 100000000, seq = 0;
    int64_t begin = now_ns(CLOCK_MONOTONIC), end = begin + (int64_t)(seconds * 1e9);
    for (;;) {
        if (rate ? sent >= most : now_ns(CLOCK_MONOTONIC) >= end) break;
        if (seq_at < 0 && next + trains * train > available) break;
        if (rate) sleep_until(begin + sent * 1000000000LL / rate);
        uint32_t now_us = now_ns(CLOCK_REALTIME) / 1000;
        for (int t = 0; t < trains; t++) {
            if (next + train > available) next = 0;
            unsigned char *first = records + next * (RECORD + size);
            for (int i = 0; i < train; i++) {
                unsigned char *packet = first + i * (RECORD + size) + RECORD;
                if (life_at >= 0) put_be32(packet + life_at, life);
                if (seq_at >= 0) put_be32(packet + seq_at, ++seq);
                if (time_at >= 0) put_be32(packet + time_at, now_us);
                if (stamps && seq_at >= 0) put_be32(packet + size - 4, stamped + i);
                vectors[t * train + i] = (struct iovec){packet, size};
            }
            struct cmsghdr *c = (struct cmsghdr *)control[t];
            *c = (struct cmsghdr){CMSG_LEN(sizeof(int)), IPPROTO_IP, IP_TOS};
            *(int *)CMSG_DATA(c) = first[4];
            size_t length = CMSG_SPACE(sizeof(int));
            if (train > 1) {
                c = (struct cmsghdr *)(control[t] + length);
                *c = (struct cmsghdr){CMSG_LEN(sizeof(uint16_t)), SOL_UDP, UDP_SEGMENT};
                *(uint16_t *)CMSG_DATA(c) = size;
                length = CONTROL;
            }
            out[t].msg_hdr = (struct msghdr){.msg_name = &to[first[5] % hops], .msg_namelen = sizeof to[0],
                .msg_iov = &vectors[t * train], .msg_iovlen = train, .msg_control = control[t],
                .msg_controllen = length};
            if (stamps) {
                int64_t at = now_ns(CLOCK_REALTIME);
                for (int i = 0; i < train; i++) stamps[stamped++] = (at & ~7LL) | (first[5] & 7);
            }
            next += train;
        }
        for (int done = 0; done < trains;) {
            int n = sendmmsg(fd, out + done, trains - done, 0);
            if (n < 0 && errno != ENOBUFS && errno != EAGAIN && errno != ECONNREFUSED && errno != EINTR) die("sendmmsg");
            done += n > 0 ? n : 1;
        }
        sent += trains * train;
    }
    if (stamps) {
        FILE *to_file = fopen(argv[11], "w");
        if (!to_file || fwrite(stamps, sizeof *stamps, stamped, to_file) != (size_t)stamped || fclose(to_file)) die(argv[11]);
    }
    printf("%lld %lld\n", (long long)sent, (long long)(now_ns(CLOCK_MONOTONIC) - begin));
    return 0;
}
