/* All pairs of at most H links by H-1 min-plus products, plain loops in the order i, k, j: the limit that Rhumb's
 * figure is put beside. Cost and relay are packed into one int, cost << 10 | relay, so that a minimum is an arg-min
 * and gcc vectorises the inner loop.
 *
 *   minplus FILE MAX_LINKS SECONDS
 *
 * FILE: int32 n, then n * n costs by row, 2^30 for none. Prints the sum of all best costs and the ms of each round.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BITS = 10, NONE = (1 << 20) - 1, MAX_ROUNDS = 1000, MIN_ROUNDS = 5 };

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void product(int n, const int32_t *restrict first, const int32_t *restrict tails, int32_t *restrict best) {
  for (int i = 0; i < n; i++) {
    int32_t *restrict row = best + (size_t)i * n;
    for (int j = 0; j < n; j++) row[j] = tails[(size_t)i * n + j];
    for (int k = 0; k < n; k++) {
      const int32_t *restrict tail = tails + (size_t)k * n;
      int32_t base = first[(size_t)i * n + k] << BITS | (k + 1);
      for (int j = 0; j < n; j++) {
        int32_t sum = base + tail[j];
        row[j] = sum < row[j] ? sum : row[j];
      }
    }
    row[i] = NONE << BITS;
  }
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  FILE *file = fopen(argv[1], "rb");
  int max_links = atoi(argv[2]);
  double budget_ms = atof(argv[3]) * 1e3;
  int32_t n;
  if (!file || fread(&n, sizeof n, 1, file) != 1) return 1;
  size_t cells = (size_t)n * n;
  int32_t *first = malloc(cells * 4), *tails = malloc(cells * 4), *levels = malloc(max_links * cells * 4);
  if (!first || !tails || !levels || fread(first, 4, cells, file) != cells) return 1;
  for (size_t c = 0; c < cells; c++) if (first[c] > NONE) first[c] = NONE;
  static double times[MAX_ROUNDS];
  int rounds = 0;
  product(n, first, levels, levels + (max_links - 1) * cells); /* touches the memory */
  for (double start = now_ms(); rounds < MAX_ROUNDS && (rounds < MIN_ROUNDS || now_ms() - start < budget_ms);) {
    double begin = now_ms();
    for (size_t c = 0; c < cells; c++) tails[c] = levels[c] = first[c] << BITS;
    for (int level = 1; level < max_links; level++) {
      int32_t *best = levels + level * cells;
      product(n, first, tails, best);
      if (level + 1 < max_links)
        for (size_t c = 0; c < cells; c++) tails[c] = best[c] & ~((1 << BITS) - 1);
    }
    times[rounds++] = now_ms() - begin;
  }
  long long sum = 0;
  int32_t *last = levels + (max_links - 1) * cells;
  for (size_t c = 0; c < cells; c++) {
    int32_t cost = last[c] >> BITS;
    if (cost < NONE && c / n != c % n) sum += cost;
  }
  printf("%lld", sum);
  for (int r = 0; r < rounds; r++) printf(" %.6f", times[r]);
  printf("\n");
  return 0;
}
