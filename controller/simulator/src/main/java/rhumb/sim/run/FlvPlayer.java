package rhumb.sim.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import rhumb.sim.ledger.MediaLedger;
import rhumb.sim.ledger.TagLedger;
import rhumb.sim.media.FlvLoop;
import rhumb.sim.media.FlvTags;
import rhumb.sim.media.Samples;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.StreamKind;
import rhumb.sim.scenario.StreamSpec;

/**
 * Origins and viewers of all FLV streams: an origin answers a request with an endless live stream,
 * a viewer asks for it and compares each tag. Times are since the start of the run.
 */
public final class FlvPlayer {
    private static final byte[] ANSWER =
            ("HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nCache-Control: no-cache\r\n"
                            + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final Map<Integer, StreamSpec> streams = new LinkedHashMap<>();
    private final Map<Integer, TagLedger> ledgers = new LinkedHashMap<>();

    /** When each programme began: with its first viewer. Later ones join it. */
    private final Map<Integer, Long> beganNs = new LinkedHashMap<>();

    private final Samples samples;

    public FlvPlayer(Scenario scenario, Samples samples, MediaLedger ledger) {
        this.samples = samples;
        int service = 0;
        for (StreamSpec spec : scenario.streams()) {
            service++;
            if (spec.kind().source() == StreamKind.Source.FLV) {
                streams.put(service, spec);
                ledgers.put(service, ledger.tags(spec.name(), spec.kind().trafficClass()));
            }
        }
    }

    /** The streams by the number of their service. */
    public Map<Integer, StreamSpec> streams() {
        return streams;
    }

    public Origin origin(int service) {
        return new Origin(service);
    }

    public LiveOrigin liveOrigin(int service) {
        return new LiveOrigin(service);
    }

    public Viewer viewer(int service) {
        return new Viewer(service);
    }

    private StreamSpec spec(int service) {
        return java.util.Objects.requireNonNull(streams.get(service));
    }

    private TagLedger ledger(int service) {
        return java.util.Objects.requireNonNull(ledgers.get(service));
    }

    /** The media server's end of one connection. */
    public final class Origin {
        private final int service;
        private final HttpHead request = new HttpHead();
        private FlvLoop loop;
        private boolean answering;

        Origin(int service) {
            this.service = service;
            this.loop = samples.flv(Long.MAX_VALUE, 0);
        }

        /**
         * Bytes of the request; the answer to send at once, empty while the request is not whole.
         */
        public ByteBuffer onBytes(long nowNs, ByteBuffer bytes) {
            if (answering || !request.take(bytes)) {
                return ByteBuffer.allocate(0);
            }
            answering = true;
            loop = samples.flv(beganNs.computeIfAbsent(service, s -> nowNs), nowNs);
            return ByteBuffer.wrap(ANSWER);
        }

        /** When the next tag is due; never once the stream has ended. */
        public long nextDeadlineNs() {
            long dueNs = answering ? loop.nextAtNs() : Long.MAX_VALUE;
            return dueNs < spec(service).endNs() ? dueNs : Long.MAX_VALUE;
        }

        /** The piece that is due now. */
        public ByteBuffer next(long nowNs) {
            ByteBuffer piece = ByteBuffer.allocate(loop.nextBytes());
            boolean tag = loop.nextIsTag();
            loop.next(piece);
            piece.flip();
            if (tag) {
                ledger(service).onSentTag(nowNs, piece, 0, piece.limit());
            }
            return piece;
        }
    }

    /** The end of one connection of a media server that passes on what an encoder makes. */
    public final class LiveOrigin {
        private final int service;
        private final HttpHead request = new HttpHead();
        private final FlvTags tags = new FlvTags();
        private boolean answered;

        LiveOrigin(int service) {
            this.service = service;
        }

        /**
         * Bytes of the request; the answer to send at once, empty while the request is not whole.
         */
        public ByteBuffer onBytes(ByteBuffer bytes) {
            if (answered || !request.take(bytes)) {
                return ByteBuffer.allocate(0);
            }
            answered = true;
            return ByteBuffer.wrap(ANSWER);
        }

        /** Notes the tags in bytes that are about to be sent; false once the stream has ended. */
        public boolean onEncoded(long nowNs, ByteBuffer bytes) {
            if (nowNs >= spec(service).endNs()) {
                return false;
            }
            tags.accept(
                    nowNs,
                    bytes,
                    (atNs, type, stampMs, tag, length) ->
                            ledger(service).onSentTag(atNs, tag, 0, length));
            return true;
        }
    }

    /** A viewer's end of its connection. */
    public final class Viewer {
        private final int service;
        private final HttpHead answer = new HttpHead();
        private boolean playing;

        Viewer(int service) {
            this.service = service;
        }

        /** What to send once connected. */
        public ByteBuffer request() {
            String text =
                    "GET /live/"
                            + spec(service).name()
                            + ".flv HTTP/1.1\r\nHost: lab\r\nAccept: */*\r\n\r\n";
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        }

        public void onBytes(long nowNs, ByteBuffer bytes) {
            playing = playing || answer.take(bytes);
            if (playing && bytes.hasRemaining()) {
                ledger(service).onReceivedBytes(nowNs, bytes);
            }
        }

        /** The connection broke and another one will be made. */
        public void onReconnect() {
            ledger(service).onReconnected();
        }
    }
}
