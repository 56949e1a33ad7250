package rhumb.bench.paths;

/**
 * One line of {@code rhumb bench paths}.
 *
 * @param identical whether the answers were those of plain loops
 * @param targetMs the promised median; NaN when none is promised
 * @param heldMb heap that mesh, costs, paths, backups and thirds keep together; NaN unless the work
 *     is {@link Work#BACKUPS}
 */
public record PathsRow(
        int pops,
        int classes,
        int maxLinks,
        int threads,
        Work work,
        Timing timing,
        boolean identical,
        double targetMs,
        double heldMb) {}
