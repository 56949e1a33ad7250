/* A bare sender and reflector: what the kernel alone asks for probes of this rate, over one pair of loopback sockets.
 * No sessions, no judgement, no timestamps but the packet's own. Prints: sent received cpu_seconds wall_seconds. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BYTES = 44 };

static int64_t now_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int bound(struct sockaddr_in *address) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    socklen_t length = sizeof *address;
    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *) address, length) < 0
            || getsockname(fd, (struct sockaddr *) address, &length) < 0) {
        perror("socket");
        exit(1);
    }
    return fd;
}

static void stamp(char *at) {
    int64_t now = now_ns(CLOCK_REALTIME);
    memcpy(at, &now, sizeof now);
}

static void reflect(int fd) {
    char packet[BYTES];
    struct sockaddr_in from;
    for (;;) {
        socklen_t length = sizeof from;
        if (recvfrom(fd, packet, BYTES, 0, (struct sockaddr *) &from, &length) == BYTES) {
            stamp(packet + 16);
            memcpy(packet + 24, packet, 12);
            stamp(packet + 4);
            sendto(fd, packet, BYTES, 0, (struct sockaddr *) &from, length);
        }
    }
}

static double cpu_seconds(int who) {
    struct rusage u;
    getrusage(who, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        return 2;
    }
    int64_t interval_ns = 1000000000LL / atoll(argv[1]);
    int64_t span_ns = atoll(argv[2]) * 1000000000LL;
    struct sockaddr_in far_address, near_address;
    int far_fd = bound(&far_address), near_fd = bound(&near_address);
    pid_t reflector = fork();
    if (reflector == 0) {
        reflect(far_fd);
    }
    char packet[BYTES] = {0}, answer[BYTES];
    uint32_t sent = 0, received = 0;
    int64_t begun = now_ns(CLOCK_MONOTONIC), next = begun;
    for (;;) {
        int64_t now = now_ns(CLOCK_MONOTONIC);
        if (now - begun >= span_ns) {
            break;
        }
        if (now >= next) {
            uint32_t number = htonl(sent++);
            memcpy(packet, &number, sizeof number);
            stamp(packet + 4);
            sendto(near_fd, packet, BYTES, 0, (struct sockaddr *) &far_address, sizeof far_address);
            next += interval_ns;
            continue;
        }
        struct timespec wait = {0, next - now};
        struct pollfd readable = {near_fd, POLLIN, 0};
        if (ppoll(&readable, 1, &wait, NULL) > 0) {
            received += recv(near_fd, answer, BYTES, MSG_DONTWAIT) == BYTES;
        }
    }
    double wall = (now_ns(CLOCK_MONOTONIC) - begun) / 1e9;
    kill(reflector, SIGKILL);
    waitpid(reflector, NULL, 0);
    printf("%u %u %.6f %.6f\n", sent, received, cpu_seconds(RUSAGE_SELF) + cpu_seconds(RUSAGE_CHILDREN), wall);
    return 0;
}
