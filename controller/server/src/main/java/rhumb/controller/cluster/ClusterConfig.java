package rhumb.controller.cluster;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rhumb.host.config.Defaulted;
import rhumb.net.Endpoint;
import rhumb.net.Meaning;

/** What a controller is told of its cluster. All members name the same members. */
public record ClusterConfig(
        @Meaning("number of this one; it takes the place of `controller` in the intent") int member,
        @Meaning("where it listens for the others; left out: its address as a member") @Defaulted
                Endpoint bind,
        @Meaning("all, the same on all, 2 to 7, best 3 or 5") List<MemberConfig> members) {
    private static final int MOST = 7;

    public ClusterConfig {
        members = List.copyOf(members);
        Set<Integer> numbers = new TreeSet<>();
        Set<Endpoint> addresses = new java.util.HashSet<>();
        for (MemberConfig one : members) {
            if (!numbers.add(one.number()) || !addresses.add(one.address())) {
                throw new IllegalArgumentException(
                        "member "
                                + one.number()
                                + " at "
                                + one.address()
                                + ": expected each number and each address once");
            }
        }
        if (members.size() < 2 || members.size() > MOST) {
            throw new IllegalArgumentException(
                    members.size()
                            + " members: expected 2 to 7, best 3 or 5; leave cluster out for"
                            + " a controller that is alone");
        }
        if (!numbers.contains(member)) {
            throw new IllegalArgumentException(
                    "member is " + member + ": expected one of the members' numbers " + numbers);
        }
        bind = bind == null ? find(members, member).address() : bind;
    }

    /** From where it goes to the others: where it listens, lest a firewall sees two addresses. */
    public @Nullable Endpoint from() {
        return bind.isWildcard() ? null : bind;
    }

    /** This one. */
    public MemberConfig own() {
        return find(members, member);
    }

    Set<Integer> numbers() {
        return members.stream()
                .map(MemberConfig::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The member of a number; null when there is none. */
    public @Nullable MemberConfig of(int number) {
        return members.stream().filter(m -> m.number() == number).findFirst().orElse(null);
    }

    private static MemberConfig find(List<MemberConfig> members, int number) {
        return members.stream().filter(m -> m.number() == number).findFirst().orElseThrow();
    }
}
