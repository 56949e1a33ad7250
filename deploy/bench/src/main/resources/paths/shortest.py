"""All pairs by SciPy, distances alone: shortest.py FILE floyd|dijkstra SECONDS

FILE: int32 n, then n * n costs by row, 2^30 for none. Prints the sum of all distances and the ms of each round.
"""
import sys
import time

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra, floyd_warshall

raw = numpy.fromfile(sys.argv[1], dtype="<i4")
n = int(raw[0])
costs = raw[1:].reshape(n, n).astype(numpy.float64)
costs[costs >= 2**30] = numpy.inf
numpy.fill_diagonal(costs, 0)
budget = float(sys.argv[3])
if sys.argv[2] == "floyd":
    graph, solve = costs, floyd_warshall
else:
    # Stored entries are links; what is not stored is none.
    rows, columns = numpy.nonzero(numpy.isfinite(costs) & (costs > 0))
    graph, solve = csr_matrix((costs[rows, columns], (rows, columns)), shape=(n, n)), dijkstra
times = []
start = time.perf_counter()
while not times or time.perf_counter() - start < budget:
    begin = time.perf_counter()
    distance = solve(graph, directed=True)
    times.append(1e3 * (time.perf_counter() - begin))
print(int(distance[numpy.isfinite(distance)].sum()), *times)
