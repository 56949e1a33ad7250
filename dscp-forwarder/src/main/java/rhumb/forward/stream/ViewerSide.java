package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.ServiceRule;

/**
 * The PoP next to the viewer: opens a chain to the origin side over the best path, and another one
 * as soon as that path is no longer the best or falls silent. Bytes are delivered by their offset,
 * so two chains at once neither repeat nor lose any.
 */
final class ViewerSide implements Party {
    // Implementation constants.
    /**
     * The origin side speaks at least every 100 ms; this long and some delays without a byte,
     * another path is tried.
     */
    private static final long STALL_NS = 400_000_000L;

    private static final int STALL_DELAYS = 3;

    /** A chain that never spoke also needs two handshakes a link, the preface, and its answer. */
    private static final int OPENING_DELAYS = 10;

    private static final long ASSUMED_DELAY_NS = 150_000_000L;
    private static final long OPEN_PAUSE_NS = 200_000_000L;
    private static final long ACK_PAUSE_NS = 100_000_000L;
    private static final long ACK_ALIVE_NS = 500_000_000L;
    private static final long BEGIN_PATIENCE_NS = 10_000_000_000L;
    private static final int MAX_CHAINS = 3;

    private final StreamCore core;
    private final int viewer;
    private final int service;
    private final long stream;
    private final long startedNs;
    private final RequestHead head = new RequestHead();
    private final PathChoice choice = new PathChoice();

    /** Oldest first; the last one is the one that counts. */
    private final List<Chain> chains = new ArrayList<>();

    private @Nullable String request;
    private int originPop;
    private long delivered;
    private long reroutes;
    private long acknowledged;
    private long lastAckNs;
    private long nextOpenNs;
    private boolean viewerFull;
    private boolean done;

    /** One chain over one path. */
    private static final class Chain {
        final int connection;
        final PathRule path;
        final long resumeOffset;
        final FrameReader reader = new FrameReader();
        long lastHeardNs;
        boolean spoke;
        boolean over;

        Chain(int connection, PathRule path, long resumeOffset, long nowNs) {
            this.connection = connection;
            this.path = path;
            this.resumeOffset = resumeOffset;
            this.lastHeardNs = nowNs;
        }

        boolean isStalled(long nowNs) {
            long delayNs = path.delayNs() < 0 ? ASSUMED_DELAY_NS : path.delayNs();
            return nowNs - lastHeardNs
                    >= STALL_NS + (spoke ? STALL_DELAYS : OPENING_DELAYS) * delayNs;
        }
    }

    ViewerSide(StreamCore core, int viewer, int service, long stream, long nowNs) {
        this.core = core;
        this.viewer = viewer;
        this.service = service;
        this.stream = stream;
        this.startedNs = nowNs;
    }

    @Override
    public void onConnected(long nowNs, int connection) {}

    @Override
    public void onBytes(long nowNs, int connection, ByteBuffer bytes) {
        if (connection == viewer) {
            onViewerBytes(nowNs, bytes);
            return;
        }
        Chain chain = chain(connection);
        if (chain == null) {
            return;
        }
        chain.lastHeardNs = nowNs;
        if (!chain.reader.read(bytes, (type, body) -> onFrame(nowNs, chain, type, body))) {
            dropChain(chain, StreamReject.BAD_FRAME);
        }
        acknowledge(nowNs, ACK_PAUSE_NS);
    }

    @Override
    public void onWritable(long nowNs, int connection) {
        if (connection == viewer && viewerFull) {
            viewerFull = false;
            for (Chain chain : chains) {
                chain.lastHeardNs = nowNs; // It was not asked to read, so its silence says nothing.
                core.sink().reading(chain.connection, true);
            }
        }
    }

    @Override
    public void onClosed(long nowNs, int connection, String reason) {
        if (connection == viewer) {
            finish();
            return;
        }
        Chain chain = chain(connection);
        if (chain != null && !done) {
            // The origin side itself closes a chain that another one has taken over from.
            boolean failed = chain == chains.getLast();
            chains.remove(chain);
            if (failed) {
                choice.avoid(nowNs, chain.path);
                repath(nowNs);
            }
        }
    }

    @Override
    public void onTick(long nowNs) {
        if (done) {
            return;
        }
        if (delivered == 0 && nowNs - startedNs >= BEGIN_PATIENCE_NS) {
            core.counters()
                    .reject(request == null ? StreamReject.BAD_REQUEST : StreamReject.NO_PATH);
            answer("504 Gateway Timeout", "no answer from the media server over any path");
        } else if (request != null) {
            repath(nowNs);
            acknowledge(nowNs, ACK_ALIVE_NS);
        }
    }

    @Override
    public boolean isDone() {
        return done;
    }

    /** Whether it knows what to pull from where. */
    boolean isAsked() {
        return originPop > 0;
    }

    /**
     * What it is and has been. Its number is the viewer's connection's; bytes count, not packets.
     */
    TrafficReport.Flow flow() {
        PathRule path = chains.isEmpty() ? null : chains.getLast().path;
        List<PathRule> candidates = core.paths().candidates(originPop);
        boolean first =
                path == null || !candidates.isEmpty() && candidates.getFirst().samePath(path);
        return new TrafficReport.Flow(
                service,
                viewer,
                originPop,
                TrafficClass.LIVE,
                path == null ? List.of() : path.labels(),
                !first,
                0,
                delivered,
                reroutes);
    }

    private void onViewerBytes(long nowNs, ByteBuffer bytes) {
        if (request != null) {
            return; // A viewer has nothing more to say; what it says is read and dropped.
        }
        request = head.take(bytes);
        ServiceRule rule = core.paths().service(service);
        if (head.isBad() || rule == null) {
            core.counters()
                    .reject(head.isBad() ? StreamReject.BAD_REQUEST : StreamReject.UNKNOWN_SERVICE);
            answer("400 Bad Request", "expected GET /path HTTP/1.1");
        } else if (request != null) {
            originPop = rule.egressPop();
            repath(nowNs);
        }
    }

    /** Makes sure that the newest chain runs over the path to use now. */
    private void repath(long nowNs) {
        if (nowNs < nextOpenNs || request == null) {
            return;
        }
        Chain newest = chains.isEmpty() ? null : chains.getLast();
        if (newest != null && !viewerFull && newest.isStalled(nowNs)) {
            choice.avoid(nowNs, newest.path);
        }
        StreamPaths paths = core.paths();
        PathRule wanted =
                choice.choose(nowNs, paths.active(originPop), paths.candidates(originPop));
        if (wanted != null && (newest == null || !newest.path.samePath(wanted))) {
            open(nowNs, wanted);
        }
    }

    private void open(long nowNs, PathRule path) {
        Label first = path.labels().getFirst();
        Endpoint next = core.paths().hop(first);
        if (next == null || request == null || core.full()) {
            return;
        }
        nextOpenNs = nowNs + OPEN_PAUSE_NS;
        core.counters().chains++;
        if (delivered > 0) {
            core.counters().reroutes++;
            reroutes++;
        }
        if (chains.size() == MAX_CHAINS) {
            core.close(chains.removeFirst().connection);
        }
        List<Integer> labels = path.labels().stream().skip(1).map(label -> label.value()).toList();
        int connection = core.connectChain(this, first.pop(), next);
        chains.add(new Chain(connection, path, delivered, nowNs));
        core.sink()
                .write(
                        connection,
                        new StreamPreface(
                                        service,
                                        core.paths().self(),
                                        originPop,
                                        stream,
                                        delivered,
                                        labels,
                                        labels.size(),
                                        request)
                                .write());
    }

    private boolean onFrame(long nowNs, Chain chain, int type, ByteBuffer body) {
        if (!chain.spoke && type != StreamFrame.FAIL) {
            chain.spoke = true;
            closeOlderThan(chain);
        }
        switch (type) {
            case StreamFrame.DATA -> onData(chain, body);
            case StreamFrame.END -> {
                if (body.remaining() == 8 && body.getLong(0) == delivered) {
                    acknowledge(nowNs, 0);
                    finish();
                } else {
                    dropChain(chain, StreamReject.BAD_FRAME);
                }
            }
            case StreamFrame.FAIL ->
                    onFailure(chain, StreamFrame.Failure.of(body.hasRemaining() ? body.get(0) : 0));
            default -> {} // ALIVE, and types of later versions
        }
        return !done && !chain.over;
    }

    private void onData(Chain chain, ByteBuffer body) {
        long offset = body.remaining() < 8 ? Long.MAX_VALUE : body.getLong();
        if (offset > delivered || offset < 0) {
            dropChain(chain, StreamReject.BAD_FRAME);
            return;
        }
        long known = delivered - offset;
        if (known >= body.remaining()) {
            return;
        }
        body.position(body.position() + (int) known);
        int fresh = body.remaining();
        delivered += fresh;
        core.counters().deliveredBytes += fresh;
        if (!core.sink().write(viewer, body)) {
            // Also a chain that was opened since the viewer became full.
            viewerFull = true;
            chains.forEach(open -> core.sink().reading(open.connection, false));
        }
    }

    private void onFailure(Chain chain, StreamFrame.Failure failure) {
        if (failure == StreamFrame.Failure.STALE_RESUME && chain.resumeOffset < delivered) {
            // Overtaken: another chain has brought and acknowledged what this one asked for.
            dropChain(chain, failure.reject());
            return;
        }
        core.counters().reject(failure.reject());
        chain.over = true;
        if (delivered == 0) {
            answer("502 Bad Gateway", failure.reject().help());
        } else {
            finish();
        }
    }

    private void acknowledge(long nowNs, long pauseNs) {
        boolean due =
                nowNs - lastAckNs >= pauseNs
                        && (delivered > acknowledged || pauseNs == ACK_ALIVE_NS);
        if (due && !chains.isEmpty() && chains.getLast().spoke) {
            lastAckNs = nowNs;
            acknowledged = delivered;
            core.sink().write(chains.getLast().connection, StreamFrame.ack(delivered));
        }
    }

    private void closeOlderThan(Chain chain) {
        while (chains.contains(chain) && chains.getFirst() != chain) {
            core.close(chains.removeFirst().connection);
        }
    }

    private void dropChain(Chain chain, StreamReject reason) {
        core.counters().reject(reason);
        chain.over = true;
        chains.remove(chain);
        core.close(chain.connection);
    }

    private @Nullable Chain chain(int connection) {
        for (Chain chain : chains) {
            if (chain.connection == connection) {
                return chain;
            }
        }
        return null;
    }

    private void answer(String status, String text) {
        core.sink().write(viewer, RequestHead.refusal(status, text));
        finish();
    }

    private void finish() {
        done = true;
        chains.forEach(chain -> core.close(chain.connection));
        chains.clear();
        core.close(viewer);
        core.forgetIfDone(this);
    }
}
