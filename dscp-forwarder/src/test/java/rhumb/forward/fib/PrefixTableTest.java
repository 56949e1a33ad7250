package rhumb.forward.fib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.IpPrefix;
import rhumb.southbound.rule.PrefixRule;

class PrefixTableTest {
    @Test
    void theLongestPrefixWins() {
        PrefixTable table =
                table(
                        "10.0.0.0/8=1",
                        "10.1.0.0/16=2",
                        "10.1.2.0/24=1",
                        "10.1.3.0/24=3",
                        "2001:db8::/32=4",
                        "2001:db8:1::/48=5");
        assertThat(at(table, "9.255.255.255")).isZero();
        assertThat(at(table, "10.0.0.0")).isEqualTo(1);
        assertThat(at(table, "10.0.255.255")).isEqualTo(1);
        assertThat(at(table, "10.1.0.0")).isEqualTo(2);
        assertThat(at(table, "10.1.2.255")).isEqualTo(1);
        assertThat(at(table, "10.1.3.0")).isEqualTo(3);
        assertThat(at(table, "10.1.4.0")).isEqualTo(2);
        assertThat(at(table, "10.2.0.0")).isEqualTo(1);
        assertThat(at(table, "11.0.0.0")).isZero();
        assertThat(at6(table, "2001:db8::1")).isEqualTo(4);
        assertThat(at6(table, "2001:db8:1::1")).isEqualTo(5);
        assertThat(at6(table, "2001:db8:2::")).isEqualTo(4);
        assertThat(at6(table, "2001:db9::")).isZero();
    }

    @Test
    void nothingAndEverythingAreNetworksToo() {
        assertThat(at(PrefixTable.of(List.of()), "10.0.0.1")).isZero();
        assertThat(at6(table("::/0=7"), "::")).isEqualTo(7);
        assertThat(at6(table("::/0=7"), "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).isEqualTo(7);
        assertThat(at(table("0.0.0.0/0=7"), "255.255.255.255")).isEqualTo(7);
    }

    @Test
    void findsWhatASearchThroughAllFinds() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            Set<IpPrefix> distinct = new HashSet<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                distinct.add(random(random));
            }
            List<PrefixRule> rules = new ArrayList<>();
            distinct.forEach(prefix -> rules.add(new PrefixRule(prefix, rules.size() + 1)));
            PrefixTable table = PrefixTable.of(rules);
            for (int i = 0; i < 500; i++) {
                IpPrefix near = rules.get(random.nextInt(rules.size())).prefix();
                // At an edge of a network, or anywhere.
                long high = random.nextBoolean() ? near.high() : near.lastHigh();
                long low = random.nextBoolean() ? near.low() : near.lastLow();
                low += random.nextInt(3) - 1;
                assertThat(table.lookup(high, low)).isEqualTo(naive(rules, high, low));
            }
        }
    }

    private static IpPrefix random(Random random) {
        if (random.nextBoolean()) {
            int length = 4 + random.nextInt(29);
            int mask = -1 << 32 - length;
            Endpoint address = Endpoint.ofIpv4(random.nextInt(8) << 27 & mask, 0);
            return new IpPrefix(address.high(), address.low(), 96 + length);
        }
        int bits = 1 + random.nextInt(128);
        long high = (long) random.nextInt(16) << 60 & -1L << 64 - Math.min(bits, 64);
        return new IpPrefix(high, 0, bits);
    }

    private static int naive(List<PrefixRule> rules, long high, long low) {
        int best = -1;
        int pop = PrefixTable.NONE;
        for (PrefixRule rule : rules) {
            if (rule.prefix().contains(high, low) && rule.prefix().bits() > best) {
                best = rule.prefix().bits();
                pop = rule.egressPop();
            }
        }
        return pop;
    }

    private static PrefixTable table(String... entries) {
        List<PrefixRule> rules = new ArrayList<>();
        for (String entry : entries) {
            String[] parts = entry.split("=", -1);
            rules.add(new PrefixRule(IpPrefix.parse(parts[0]), Integer.parseInt(parts[1])));
        }
        return PrefixTable.of(rules);
    }

    private static int at(PrefixTable table, String address) {
        Endpoint a = Endpoint.parse(address + ":0");
        return table.lookup(a.high(), a.low());
    }

    private static int at6(PrefixTable table, String address) {
        return at(table, "[" + address + "]");
    }
}
