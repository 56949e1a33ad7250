package rhumb.controller.cluster.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.cluster.MemberConfig;
import rhumb.controller.lsdb.SharedEntry;
import rhumb.net.Endpoint;

class HazelcastShareTest {
    /** A number that no other test has: the store's address comes from it. */
    private static final int MEMBER = 31_007;

    @Test
    void aStoreThatCannotBeginIsTriedOnAndThenHoldsWhatWasSharedMeanwhile() throws IOException {
        ServerSocket taken = new ServerSocket();
        taken.bind(new InetSocketAddress("127.71." + (MEMBER >>> 8) + "." + (MEMBER & 0xff), 0));
        Endpoint at = Endpoint.parse("127.0.0.1:" + taken.getLocalPort());
        MemberConfig own = new MemberConfig(MEMBER, at, at);
        MemberConfig absent = new MemberConfig(MEMBER + 1, Endpoint.parse("127.0.0.2:1"), null);
        HazelcastShare share =
                new HazelcastShare(new ClusterConfig(MEMBER, at, List.of(own, absent)));
        try (taken;
                share) {
            share.start();
            await("it cannot have its address", () -> share.failures() > 0);
            assertThat(share.members()).isZero();
            share.publish(List.of(new SharedEntry("agent/sin", 3, 4, new byte[] {1})));
            taken.close();
            await("it has", () -> share.members() == 1 && share.entries() == 1);
            assertThat(share.arrived()).hasSize(1);
            assertThat(share.digest()).isNotZero();
            assertThat(share.failures()).isZero();
        }
    }

    @Test
    void whatIsAboutNothingAnyMoreLeavesAllMembers() throws IOException {
        MemberConfig one = member(MEMBER + 2);
        MemberConfig other = member(MEMBER + 3);
        List<MemberConfig> members = List.of(one, other);
        HazelcastShare leader =
                new HazelcastShare(new ClusterConfig(one.number(), one.address(), members));
        HazelcastShare follower =
                new HazelcastShare(new ClusterConfig(other.number(), other.address(), members));
        try (leader;
                follower) {
            leader.start();
            follower.start();
            await("both share", () -> leader.members() == 2 && follower.members() == 2);
            leader.publish(List.of(entry("agent/sin"), entry("agent/fra"), entry("links/fra/0")));
            await("the other one has it", () -> follower.entries() == 3);
            leader.retain(key -> key.equals("agent/sin"));
            await("both forget", () -> leader.entries() == 1 && follower.entries() == 1);
            assertThat(leader.digest()).isEqualTo(follower.digest());
            leader.publish(List.of(entry("agent/fra")));
            await("what is there anew stays", () -> follower.entries() == 2);
        }
    }

    private long version;

    private SharedEntry entry(String key) {
        return new SharedEntry(key, 1, ++version, new byte[] {1});
    }

    /** At a port that is free where its store will be. */
    private static MemberConfig member(int number) throws IOException {
        String host = "127.71." + (number >>> 8) + "." + (number & 0xff);
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(host, 0));
            Endpoint at = Endpoint.parse("127.0.0." + (number & 0xff) + ":" + free.getLocalPort());
            return new MemberConfig(number, at, at);
        }
    }

    /** Longer than elsewhere: a store takes seconds to begin. */
    private static void await(String what, BooleanSupplier condition) {
        long endNs = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < endNs) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }
}
