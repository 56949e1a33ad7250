package rhumb.controller.consensus;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import rhumb.cluster.v1.ClusterFrame;
import rhumb.controller.consensus.RaftMessage.AppendReply;
import rhumb.controller.consensus.RaftMessage.AppendRequest;
import rhumb.controller.consensus.RaftMessage.VoteReply;
import rhumb.controller.consensus.RaftMessage.VoteRequest;
import rhumb.net.Endpoint;

/**
 * Frames between controllers as bytes and back (protobuf, {@code cluster.proto}). Bytes come from
 * the network: decoding answers with a reason and never throws.
 */
public final class ClusterFrames {
    /** Specification constant: a megabyte of entries, of which the last may be a document. */
    public static final int MAX_BYTES = 8 << 20;

    public static final int VERSION = 1;

    /** Why a frame is not taken. */
    public enum Reason {
        TOO_LONG,
        MALFORMED,
        /** Of a kind that a newer version sends. */
        UNKNOWN_KIND,
        OUT_OF_RANGE,
        /** From who is no member, or looks for another one. */
        STRANGER,
        /** Before the introduction, or another introduction. */
        UNEXPECTED
    }

    /** No frame was refused. */
    static final Map<Reason, Long> NONE =
            Arrays.stream(Reason.values())
                    .collect(Collectors.toMap(Function.identity(), reason -> 0L));

    /** What bytes were. */
    public sealed interface Decoded {
        /** Who opened the connection, and whom he meant to reach. */
        record Introduced(int from, int to, int version) implements Decoded {}

        /**
         * Whose stream is passed on, by whom and to whom.
         *
         * @param identity such as {@code pop/sin}; empty without TLS
         * @param remote where the process connected from
         */
        record Relayed(int from, int to, String identity, Endpoint remote) implements Decoded {}

        /** A connection between stores of shared state, from whom and to whom. */
        record Tunnelled(int from, int to) implements Decoded {}

        record Accepted(RaftMessage message) implements Decoded {}

        record Rejected(Reason reason) implements Decoded {}
    }

    private ClusterFrames() {}

    public static byte[] introduction(int from, int to) {
        ClusterFrame.Builder frame = ClusterFrame.newBuilder();
        frame.getIntroductionBuilder().setFrom(from).setTo(to).setVersion(VERSION);
        return frame.build().toByteArray();
    }

    /** First on a stream that is passed on for a process. */
    public static byte[] relayed(int from, int to, String identity, Endpoint remote) {
        ClusterFrame.Builder frame = ClusterFrame.newBuilder();
        frame.getRelayedPeerBuilder()
                .setFrom(from)
                .setTo(to)
                .setVersion(VERSION)
                .setIdentity(identity)
                .setRemote(remote.toString());
        return frame.build().toByteArray();
    }

    /** First on a stream that carries a connection between stores of shared state. */
    public static byte[] tunnel(int from, int to) {
        ClusterFrame.Builder frame = ClusterFrame.newBuilder();
        frame.getTunnelBuilder().setFrom(from).setTo(to).setVersion(VERSION);
        return frame.build().toByteArray();
    }

    public static byte[] encode(RaftMessage message) {
        ClusterFrame.Builder frame = ClusterFrame.newBuilder();
        switch (message) {
            case VoteRequest m ->
                    frame.getVoteRequestBuilder()
                            .setTerm(m.term())
                            .setEarly(m.early())
                            .setLastIndex(m.lastIndex())
                            .setLastTerm(m.lastTerm());
            case VoteReply m ->
                    frame.getVoteReplyBuilder()
                            .setTerm(m.term())
                            .setEarly(m.early())
                            .setGranted(m.granted());
            case AppendRequest m -> {
                var append = frame.getAppendRequestBuilder();
                append.setTerm(m.term())
                        .setBefore(m.before())
                        .setBeforeTerm(m.beforeTerm())
                        .setCommitted(m.committed())
                        .setSentNs(m.sentNs())
                        .setLeaseNs(m.leaseNs());
                for (Entry entry : m.entries()) {
                    append.addEntriesBuilder()
                            .setTerm(entry.term())
                            .setPayload(ByteString.copyFrom(entry.payload()));
                }
            }
            case AppendReply m ->
                    frame.getAppendReplyBuilder()
                            .setTerm(m.term())
                            .setTaken(m.taken())
                            .setMatches(m.matches())
                            .setSentNs(m.sentNs());
        }
        return frame.build().toByteArray();
    }

    public static Decoded decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new Decoded.Rejected(Reason.TOO_LONG);
        }
        ClusterFrame frame;
        try {
            frame = ClusterFrame.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return new Decoded.Rejected(Reason.MALFORMED);
        }
        return switch (frame.getBodyCase()) {
            case INTRODUCTION -> introduced(frame.getIntroduction());
            case RELAYED_PEER -> relayed(frame.getRelayedPeer());
            case TUNNEL -> tunnelled(frame.getTunnel());
            case VOTE_REQUEST -> checked(request(frame.getVoteRequest()));
            case VOTE_REPLY -> checked(reply(frame.getVoteReply()));
            case APPEND_REQUEST -> checked(append(frame.getAppendRequest()));
            case APPEND_REPLY -> checked(appended(frame.getAppendReply()));
            case BODY_NOT_SET -> new Decoded.Rejected(Reason.UNKNOWN_KIND);
        };
    }

    private static Decoded introduced(rhumb.cluster.v1.Introduction m) {
        return m.getFrom() < 1 || m.getTo() < 1 || m.getVersion() < 1
                ? new Decoded.Rejected(Reason.OUT_OF_RANGE)
                : new Decoded.Introduced(m.getFrom(), m.getTo(), m.getVersion());
    }

    private static Decoded tunnelled(rhumb.cluster.v1.Tunnel m) {
        return m.getFrom() < 1 || m.getTo() < 1 || m.getVersion() < 1
                ? new Decoded.Rejected(Reason.OUT_OF_RANGE)
                : new Decoded.Tunnelled(m.getFrom(), m.getTo());
    }

    private static Decoded relayed(rhumb.cluster.v1.RelayedPeer m) {
        if (m.getFrom() < 1 || m.getTo() < 1 || m.getVersion() < 1) {
            return new Decoded.Rejected(Reason.OUT_OF_RANGE);
        }
        try {
            return new Decoded.Relayed(
                    m.getFrom(), m.getTo(), m.getIdentity(), Endpoint.parse(m.getRemote()));
        } catch (IllegalArgumentException e) {
            return new Decoded.Rejected(Reason.OUT_OF_RANGE);
        }
    }

    private static RaftMessage request(rhumb.cluster.v1.VoteRequest m) {
        return new VoteRequest(m.getTerm(), m.getEarly(), m.getLastIndex(), m.getLastTerm());
    }

    private static RaftMessage reply(rhumb.cluster.v1.VoteReply m) {
        return new VoteReply(m.getTerm(), m.getEarly(), m.getGranted());
    }

    private static RaftMessage append(rhumb.cluster.v1.AppendRequest m) {
        List<Entry> entries =
                m.getEntriesList().stream()
                        .map(e -> new Entry(e.getTerm(), e.getPayload().toByteArray()))
                        .toList();
        return new AppendRequest(
                m.getTerm(),
                m.getBefore(),
                m.getBeforeTerm(),
                m.getCommitted(),
                m.getSentNs(),
                m.getLeaseNs(),
                entries);
    }

    private static RaftMessage appended(rhumb.cluster.v1.AppendReply m) {
        return new AppendReply(m.getTerm(), m.getTaken(), m.getMatches(), m.getSentNs());
    }

    /** Numbers as large as no log and no count of elections can get are a lie or a fault. */
    private static Decoded checked(RaftMessage message) {
        boolean sane = isTerm(message.term()) && message.term() > 0;
        sane &=
                switch (message) {
                    case VoteRequest m -> isIndex(m.lastIndex()) && isTerm(m.lastTerm());
                    case VoteReply m -> true;
                    case AppendRequest m ->
                            isIndex(m.before())
                                    && isTerm(m.beforeTerm())
                                    && isIndex(m.committed())
                                    && m.entries().stream().allMatch(e -> isTerm(e.term()));
                    case AppendReply m -> isIndex(m.matches());
                };
        return sane ? new Decoded.Accepted(message) : new Decoded.Rejected(Reason.OUT_OF_RANGE);
    }

    private static boolean isTerm(long term) {
        return term >= 0 && term <= RaftCore.MAX_TERM;
    }

    private static boolean isIndex(long index) {
        return index >= 0 && index <= Integer.MAX_VALUE;
    }
}
