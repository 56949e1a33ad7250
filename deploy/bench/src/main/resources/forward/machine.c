// How late a machine wakes a process that has a core to itself and does nothing: what no relay can be faster than.
// usage: machine RATE SECONDS
//   Sleeps until the next of RATE moments a second and says how many there were and how late it woke: median, 99th and
//   99.9th percentile, microseconds.
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    int64_t rate = atoll(argv[1]), count = rate * atof(argv[2]);
    int64_t *late = calloc(count, sizeof *late);
    if (!late || count < 1) return 2;
    prctl(PR_SET_TIMERSLACK, 1000);
    int64_t begin = now_ns();
    for (int64_t i = 0; i < count; i++) {
        int64_t at = begin + i * 1000000000LL / rate;
        struct timespec t = {at / 1000000000LL, at % 1000000000LL};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {}
        late[i] = now_ns() - at;
    }
    qsort(late, count, sizeof *late, compare);
    printf("%lld %.1f %.1f %.1f\n", (long long)count, late[count / 2] / 1e3, late[count * 99 / 100] / 1e3,
        late[(int64_t)(count * 0.999)] / 1e3);
    return 0;
}
