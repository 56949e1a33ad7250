// The bare relay that the forwarder is put beside: recvmmsg and sendmmsg with the traffic class of each packet by
// control message, next hop by the packet's label, link sequence number rewritten, and nothing else.
// usage: relay ADDRESS PORT NEXT_ADDRESS NEXT_PORT LABEL_OFFSET SEQUENCE_OFFSET [connected]
// With CONNECTED a socket for each next hop is connected to it.
// A packet whose 16-bit label is n goes to NEXT_PORT + n. Runs until it is ended.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define BATCH 64
#define ROOM 2048
#define HOPS 64

static struct mmsghdr in[BATCH], out[BATCH];
static struct iovec vectors[BATCH];
static struct sockaddr_in next_hop[HOPS];
static int fd_of[HOPS];
static unsigned char bytes[BATCH][ROOM];
static union {
    struct cmsghdr align;
    char room[CMSG_SPACE(sizeof(int))];
} came[BATCH], goes[BATCH];

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int bound(const char *address, int port) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0), one = 1, room = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, address, &here.sin_addr);
    setsockopt(fd, IPPROTO_IP, IP_RECVTOS, &one, sizeof one);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room);
    if (bind(fd, (struct sockaddr *)&here, sizeof here)) die("bind");
    return fd;
}

static void send_all(int fd, struct mmsghdr *messages, int count) {
    for (int sent = 0; sent < count;) {
        int n = sendmmsg(fd, messages + sent, count - sent, 0);
        sent += n > 0 ? n : 1;  // one that is refused is skipped
    }
}

// What goes to one next hop together, by its own socket.
static void send_by_hop(int count) {
    static struct mmsghdr group[HOPS][BATCH];
    int sizes[HOPS] = {0};
    for (int i = 0; i < count; i++) {
        long hop = (struct sockaddr_in *)out[i].msg_hdr.msg_name - next_hop;
        struct mmsghdr *message = &group[hop][sizes[hop]++];
        *message = out[i];
        message->msg_hdr.msg_name = NULL;
        message->msg_hdr.msg_namelen = 0;
    }
    for (int hop = 0; hop < HOPS; hop++) send_all(fd_of[hop], group[hop], sizes[hop]);
}

int main(int argc, char **argv) {
    int connected = argc == 8;
    if (argc != 7 && !connected) return 2;
    int fd = bound(argv[1], atoi(argv[2]));
    int label_at = atoi(argv[5]), seq_at = atoi(argv[6]);
    uint32_t seq[HOPS] = {0};
    for (int i = 0; i < HOPS; i++) {
        next_hop[i].sin_family = AF_INET;
        next_hop[i].sin_port = htons(atoi(argv[4]) + i);
        inet_pton(AF_INET, argv[3], &next_hop[i].sin_addr);
        if (connected) {
            fd_of[i] = bound(argv[1], atoi(argv[2]));
            if (connect(fd_of[i], (struct sockaddr *)&next_hop[i], sizeof next_hop[i])) die("connect");
        }
    }
    for (int i = 0; i < BATCH; i++) {
        vectors[i].iov_base = bytes[i];
        in[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1, .msg_control = &came[i]};
        out[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1, .msg_control = &goes[i],
            .msg_controllen = sizeof goes[i], .msg_namelen = sizeof next_hop[0]};
        goes[i].align = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = IPPROTO_IP,
            .cmsg_type = IP_TOS};
    }
    printf("ready\n");
    fflush(stdout);
    for (;;) {
        for (int i = 0; i < BATCH; i++) {
            vectors[i].iov_len = ROOM;
            in[i].msg_hdr.msg_controllen = sizeof came[i];
        }
        int count = recvmmsg(fd, in, BATCH, MSG_WAITFORONE, NULL);
        if (count < 0 && errno != EINTR && errno != ECONNREFUSED) die("recvmmsg");
        for (int i = 0; i < count; i++) {
            unsigned hop = (bytes[i][label_at] << 8 | bytes[i][label_at + 1]) % HOPS;
            uint32_t number = htonl(++seq[hop]);
            memcpy(bytes[i] + seq_at, &number, sizeof number);
            vectors[i].iov_len = in[i].msg_len;
            out[i].msg_hdr.msg_name = &next_hop[hop];
            struct cmsghdr *c = CMSG_FIRSTHDR(&in[i].msg_hdr);
            *(int *)CMSG_DATA(&goes[i].align) = c && c->cmsg_type == IP_TOS ? *CMSG_DATA(c) : 0;
        }
        if (connected) {
            send_by_hop(count);
        } else {
            send_all(fd, out, count);
        }
    }
}
