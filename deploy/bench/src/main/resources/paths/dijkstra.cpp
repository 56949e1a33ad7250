// Dijkstra from every node by the Boost Graph Library, distances alone.
//
//   dijkstra FILE SECONDS
//
// FILE: int32 n, then n * n costs by row, 2^30 for none. Prints the sum of all distances and the ms of each round.
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <utility>
#include <vector>

struct Weight {
  int cost;
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Weight>;
using Clock = std::chrono::steady_clock;

static double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  double budget_ms = std::atof(argv[2]) * 1e3;
  std::int32_t n = 0;
  if (!file.read(reinterpret_cast<char *>(&n), sizeof n)) return 1;
  std::vector<std::int32_t> costs(static_cast<std::size_t>(n) * n);
  if (!file.read(reinterpret_cast<char *>(costs.data()), costs.size() * 4)) return 1;
  std::vector<std::pair<int, int>> edges;
  std::vector<Weight> weights;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      std::int32_t cost = costs[static_cast<std::size_t>(i) * n + j];
      if (i != j && cost < 1 << 30) {
        edges.emplace_back(i, j);
        weights.push_back({cost});
      }
    }
  Graph graph(boost::edges_are_sorted, edges.begin(), edges.end(), weights.begin(), n);
  std::vector<int> distance(n);
  std::vector<double> times;
  long long sum = 0;
  for (auto start = Clock::now(); times.empty() || ms_since(start) < budget_ms;) {
    auto begin = Clock::now();
    sum = 0;
    for (int source = 0; source < n; source++) {
      boost::dijkstra_shortest_paths(
          graph, boost::vertex(source, graph),
          boost::weight_map(boost::get(&Weight::cost, graph))
              .distance_map(boost::make_iterator_property_map(distance.begin(), get(boost::vertex_index, graph))));
      for (int j = 0; j < n; j++)
        if (distance[j] < std::numeric_limits<int>::max()) sum += distance[j];
    }
    times.push_back(ms_since(begin));
  }
  std::printf("%lld", sum);
  for (double time : times) std::printf(" %.6f", time);
  std::printf("\n");
}
