package rhumb.controller.consensus;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import rhumb.controller.consensus.Followers.Follower;
import rhumb.controller.consensus.RaftMessage.AppendReply;
import rhumb.controller.consensus.RaftMessage.AppendRequest;
import rhumb.controller.consensus.RaftMessage.VoteReply;
import rhumb.controller.consensus.RaftMessage.VoteRequest;

/**
 * One member of the majority.
 *
 * <pre>
 * state \ event   election due        majority for it   higher term   leader heard   majority unheard
 * FOLLOWER        ASKING              -                 FOLLOWER      FOLLOWER       -
 * ASKING          ASKING              CANDIDATE         FOLLOWER      FOLLOWER       -
 * CANDIDATE       ASKING              LEADER            FOLLOWER      FOLLOWER       -
 * LEADER          -                   -                 FOLLOWER      -              FOLLOWER
 * </pre>
 *
 * ASKING: would the others vote for it? A member that was cut off thus does not disturb those that
 * have a leader when it comes back, and two that ask at once agree who goes first. Who heard a
 * leader within the election time votes for no other, and a leader that has not heard a majority
 * within that time leads no more; counted from when it sent what they answered, so that it has
 * ceased before another begins, if clocks run alike. No promise rests on that but calm: what must
 * not go wrong rests on terms.
 *
 * <p>That time grows where members are slow ({@link Patience}). A leader takes what it learned of
 * that with it when it begins to lead, and tells the others, who wait for as long.
 *
 * <p>Owned by one thread.
 */
public final class RaftCore {
    /** What a member asks of its shell. */
    public interface Sink {
        void send(int member, RaftMessage message);

        /**
         * Keeps the term and whom it voted for in it (0 = nobody).
         *
         * @return whether it is on disk; if not, the member says nothing that rests on it
         */
        boolean save(long term, int vote);

        /** Keeps entries in place of all after an index; as {@link #save}. */
        boolean append(long after, List<Entry> entries);

        /** In order, once each since the start; not told again what was told. */
        void committed(long index, Entry entry);

        /** This member leads, and has been told all that was committed before. */
        void leads(long term);

        /** This member does not lead (any more); 0 = nobody is known to. */
        void follows(int leader);
    }

    /**
     * What was on disk.
     *
     * @param term 0 = nothing was
     */
    public record Kept(long term, int vote, List<Entry> entries) {
        public static final Kept NOTHING = new Kept(0, 0, List.of());

        public Kept {
            entries = List.copyOf(entries);
        }
    }

    /** Where a member stands. */
    public enum State {
        FOLLOWER,
        ASKING,
        CANDIDATE,
        LEADER
    }

    /** A term a second takes 30 years to get here: who claims more lies. */
    public static final long MAX_TERM = 1 << 30;

    private static final int MAX_BYTES = 1 << 20;

    /** For how many election times one that resigned leaves the others the first word. */
    private static final int RESIGNED = 5;

    private final int self;
    private final RaftTiming timing;
    private final RandomGenerator random;
    private final Sink sink;
    private final RaftLog log;
    private final Followers peers;
    private final BitSet votes = new BitSet();
    private final Patience patience = new Patience();

    private State state = State.FOLLOWER;
    private long term;
    private int vote;
    private int leader;
    private boolean leading;
    private long committed;
    private long nowNs;
    private long heardNs;

    /**
     * For how long the leader that was heard last may lead unanswered; this member, if it leads.
     */
    private long leaseNs;

    private long electionNs;
    private long heartbeatNs;

    /**
     * A member at its start.
     *
     * @param self its number, from 1
     * @param members all, with this one
     * @param kept what it kept on disk
     */
    public RaftCore(
            int self,
            Set<Integer> members,
            Kept kept,
            RaftTiming timing,
            RandomGenerator random,
            Sink sink,
            long nowNs) {
        if (self < 1 || !members.contains(self)) {
            throw new IllegalArgumentException("member " + self + " is none of " + members);
        }
        this.self = self;
        this.timing = timing;
        this.random = random;
        this.sink = sink;
        this.log = new RaftLog(kept.entries());
        this.term = kept.term();
        this.vote = kept.vote();
        this.nowNs = nowNs;
        // It may have heard a leader just before it ended, who counts on its silence.
        this.heardNs = nowNs;
        this.leaseNs = timing.electionNs();
        this.peers = new Followers(members, self);
        waitForElection();
    }

    public State state() {
        return state;
    }

    public long term() {
        return term;
    }

    /** Who leads, as far as is known; 0 = nobody. */
    public int leader() {
        return leader;
    }

    /** Index of the last entry that is known to be committed. */
    public long committed() {
        return committed;
    }

    /** Index of the last entry. */
    public long last() {
        return log.last();
    }

    public long nextDeadlineNs() {
        return state == State.LEADER
                ? Math.min(heartbeatNs, peers.isEmpty() ? heartbeatNs : leadsUntilNs())
                : electionNs;
    }

    public void onDeadline(long newNowNs) {
        tick(newNowNs);
        if (state == State.LEADER) {
            if (nowNs >= heartbeatNs) {
                // Shorter it may become at any time: the others wait longer than they must.
                leaseNs = Math.min(leaseNs, patience.of(nowNs, timing.electionNs()));
                heartbeatNs = nowNs + timing.heartbeatNs();
                peers.forEach(this::sendEntries);
            }
        } else if (nowNs >= electionNs) {
            ask();
        }
    }

    /**
     * Proposes an entry.
     *
     * @param payload at least one byte; taken over
     * @return its index, which {@link Sink#committed} will name with this term, or {@link
     *     Sink#follows} will come first and then nobody knows yet; 0 when this member does not lead
     */
    public long propose(long newNowNs, byte[] payload) {
        tick(newNowNs);
        if (!leading || payload.length == 0) {
            return 0;
        }
        Entry entry = new Entry(term, payload);
        if (!append(log.last(), List.of(entry))) {
            resign(nowNs);
            return 0;
        }
        long index = log.last();
        peers.forEach((member, peer) -> {
            if (!peer.busy) {
                sendEntries(member, peer);
            }
        });
        commit();
        return index;
    }

    /** Leaves it to others to lead, because this one cannot do what a leader must. */
    public void resign(long newNowNs) {
        tick(newNowNs);
        if (state == State.LEADER && !peers.isEmpty()) {
            follow(0);
            electionNs = nowNs + RESIGNED * timing.electionNs();
        }
    }

    /** Another member says something; members that are none are to be kept away by the shell. */
    public void onMessage(long newNowNs, int from, RaftMessage message) {
        Follower peer = peers.get(from);
        if (peer != null && message instanceof AppendReply reply && isAnswer(reply)) {
            // Before it is judged whether a majority has answered.
            peer.answeredNs = Math.max(peer.answeredNs, Math.min(reply.sentNs(), newNowNs));
        }
        tick(newNowNs);
        if (peer == null) {
            return;
        }
        patience.heard(nowNs, from);
        switch (message) {
            case VoteRequest request -> onVoteRequest(from, request);
            case VoteReply reply -> onVoteReply(from, reply);
            case AppendRequest request -> onAppend(from, request);
            case AppendReply reply -> onAppended(from, peer, reply);
        }
    }

    private void tick(long newNowNs) {
        nowNs = newNowNs;
        if (state == State.LEADER && !peers.isEmpty() && nowNs >= leadsUntilNs()) {
            // With this one, those others are a majority.
            patience.suspect(nowNs, peers.numbers(), (peers.size() + 1) / 2);
            follow(0);
        }
    }

    /** Until when this leader leads if it hears nobody any more. */
    private long leadsUntilNs() {
        return peers.majorityAnsweredNs() + leaseNs;
    }

    /** This process did not run for so long: what a leader said meanwhile has not been read yet. */
    public void forgive(long pauseNs) {
        if (state == State.FOLLOWER) {
            electionNs += pauseNs;
        }
    }

    private void ask() {
        if (leader != 0) {
            patience.suspect(nowNs, List.of(leader), 1);
        }
        state = State.ASKING;
        leader = 0;
        votes.clear();
        votes.set(self);
        waitForElection();
        if (majority()) {
            stand();
            return;
        }
        VoteRequest question = new VoteRequest(term + 1, true, log.last(), log.term(log.last()));
        peers.numbers().forEach(member -> sink.send(member, question));
    }

    private void stand() {
        if (!save(term + 1, self)) {
            state = State.FOLLOWER;
            return;
        }
        state = State.CANDIDATE;
        votes.clear();
        votes.set(self);
        waitForElection();
        if (majority()) {
            lead();
            return;
        }
        VoteRequest request = new VoteRequest(term, false, log.last(), log.term(log.last()));
        peers.numbers().forEach(member -> sink.send(member, request));
    }

    private void lead() {
        state = State.LEADER;
        leader = self;
        leaseNs = patience.of(nowNs, timing.electionNs());
        peers.begin(nowNs, log.last());
        if (!append(log.last(), List.of(Entry.beginning(term)))) {
            follow(0);
            return;
        }
        heartbeatNs = nowNs + timing.heartbeatNs();
        peers.forEach(this::sendEntries);
        commit();
    }

    private boolean majority() {
        return votes.cardinality() > (peers.size() + 1) / 2;
    }

    private void onVoteRequest(int from, VoteRequest request) {
        boolean calm = state == State.LEADER || nowNs - heardNs < leaseNs;
        if (calm && request.term() > term) {
            if (!request.early()) {
                return;
            }
            sink.send(from, new VoteReply(term, true, false));
            return;
        }
        boolean covers = log.isCoveredBy(request.lastIndex(), request.lastTerm());
        if (request.early()) {
            boolean would = request.term() > term && covers && yields(from, request);
            sink.send(from, new VoteReply(would ? request.term() : term, true, would));
            return;
        }
        if (request.term() > term && !takeTerm(request.term())) {
            return;
        }
        boolean granted =
                request.term() == term && covers && (vote == 0 || vote == from) && save(term, from);
        if (granted) {
            waitForElection();
        }
        sink.send(from, new VoteReply(term, false, granted));
    }

    /** Of two that ask at once the one with the better log goes first, else the lower number. */
    private boolean yields(int from, VoteRequest request) {
        if (state == State.FOLLOWER) {
            return true;
        }
        boolean equal =
                request.lastIndex() == log.last() && request.lastTerm() == log.term(log.last());
        if (equal && from > self) {
            return false;
        }
        state = State.FOLLOWER;
        waitForElection();
        return true;
    }

    private void onVoteReply(int from, VoteReply reply) {
        if (!reply.granted()) {
            if (reply.term() > term) {
                takeTerm(reply.term());
            }
            return;
        }
        boolean early = reply.early() && state == State.ASKING && reply.term() == term + 1;
        boolean real = !reply.early() && state == State.CANDIDATE && reply.term() == term;
        if (!early && !real) {
            return;
        }
        votes.set(from);
        if (majority()) {
            if (early) {
                stand();
            } else {
                lead();
            }
        }
    }

    private void onAppend(int from, AppendRequest request) {
        boolean older = request.term() < term;
        if (older || request.term() > term && !takeTerm(request.term())) {
            sink.send(from, new AppendReply(term, false, committed, request.sentNs()));
            return;
        }
        if (state == State.LEADER) {
            return; // two leaders of one term: cannot be, and is not answered
        }
        heardNs = nowNs;
        long usualNs = timing.electionNs();
        leaseNs = Math.clamp(request.leaseNs(), usualNs, Patience.MOST * usualNs);
        waitForElection(Math.max(leaseNs, patience.of(nowNs, usualNs)));
        if (state != State.FOLLOWER || leader != from) {
            state = State.FOLLOWER;
            leader = from;
            sink.follows(from);
        }
        long before = request.before();
        if (!log.holds(before, request.beforeTerm())) {
            // What is committed agrees for certain.
            sink.send(from, new AppendReply(term, false, committed, request.sentNs()));
            return;
        }
        int known = 0;
        List<Entry> entries = request.entries();
        while (known < entries.size() && log.holds(before + known + 1, entries.get(known).term())) {
            known++;
        }
        List<Entry> fresh = entries.subList(known, entries.size());
        boolean damages = !fresh.isEmpty() && before + known < committed;
        if (damages || !fresh.isEmpty() && !append(before + known, fresh)) {
            return;
        }
        long matches = before + entries.size();
        commitTo(Math.min(request.committed(), matches));
        sink.send(from, new AppendReply(term, true, matches, request.sentNs()));
    }

    private void onAppended(int from, Follower peer, AppendReply reply) {
        if (reply.term() > term) {
            takeTerm(reply.term());
            return;
        }
        if (!isAnswer(reply)) {
            return;
        }
        // Answers come in order, so this one, or one to what was sent after the entries, settles
        // them.
        peer.busy &= reply.sentNs() < peer.sentNs;
        if (!reply.taken()) {
            // Also of a member that came back with an older disk.
            peer.matches = Math.min(peer.matches, reply.matches());
            peer.next = Math.min(reply.matches(), log.last()) + 1;
            sendEntries(from, peer);
            return;
        }
        peer.matches = Math.max(peer.matches, Math.min(reply.matches(), log.last()));
        peer.next = peer.matches + 1;
        commit();
        if (state == State.LEADER && peer.next <= log.last()) {
            sendEntries(from, peer);
        }
    }

    private boolean isAnswer(AppendReply reply) {
        return state == State.LEADER && reply.term() == term;
    }

    private void sendEntries(int member, Follower peer) {
        // Entries that were sent are sent again only when they must be lost.
        boolean lost = peer.busy && nowNs - peer.sentNs >= timing.electionNs();
        List<Entry> entries = peer.busy && !lost ? List.of() : log.after(peer.next - 1, MAX_BYTES);
        if (!entries.isEmpty()) {
            peer.busy = true;
            peer.sentNs = nowNs;
        }
        long before = peer.next - 1;
        sink.send(
                member,
                new AppendRequest(
                        term, before, log.term(before), committed, nowNs, leaseNs, entries));
    }

    /** Commits what a majority holds, once an entry of this leader's own is among it. */
    private void commit() {
        long index = peers.majorityHolds(log.last());
        if (index > committed && log.term(index) == term) {
            commitTo(index);
            if (!leading) {
                leading = true;
                sink.leads(term);
            }
        }
    }

    private void commitTo(long index) {
        while (committed < index) {
            committed++;
            sink.committed(committed, log.at(committed));
        }
    }

    private boolean append(long after, List<Entry> entries) {
        if (!sink.append(after, entries)) {
            return false;
        }
        log.replaceAfter(after, entries);
        return true;
    }

    private boolean takeTerm(long newTerm) {
        if (!save(newTerm, 0)) {
            return false;
        }
        follow(0);
        return true;
    }

    private boolean save(long newTerm, int newVote) {
        if (newTerm == term && newVote == vote) {
            return true;
        }
        if (!sink.save(newTerm, newVote)) {
            return false;
        }
        term = newTerm;
        vote = newVote;
        return true;
    }

    private void follow(int newLeader) {
        boolean ledBefore = state == State.LEADER;
        state = State.FOLLOWER;
        leader = newLeader;
        leading = false;
        if (ledBefore) {
            waitForElection();
        }
        sink.follows(newLeader);
    }

    private void waitForElection() {
        waitForElection(timing.electionNs());
    }

    private void waitForElection(long leastNs) {
        electionNs = nowNs + leastNs + random.nextLong(timing.spreadNs());
    }

    /** Whether it leads for longer than usual without an answer. */
    boolean leadsLong() {
        return state == State.LEADER && leaseNs > timing.electionNs();
    }
}
