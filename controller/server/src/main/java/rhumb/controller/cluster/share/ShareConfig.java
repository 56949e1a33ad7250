package rhumb.controller.cluster.share;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.ReplicatedMapConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.spi.MemberAddressProvider;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.cluster.MemberConfig;

/**
 * How members of the shared store find each other and how soon they notice a loss. The community
 * edition has neither TLS nor passwords: a member listens on a loopback address alone, and reaches
 * those of other machines through {@link Tunnels}.
 */
final class ShareConfig {
    private static final Logger log = LoggerFactory.getLogger(ShareConfig.class);
    private static final String LOGGING = "hazelcast.logging.type";
    private static final int MERGE_BATCH = 100;

    private ShareConfig() {}

    /** Where the store of a member is, as all members see it: its number in 127.71.0.0/16. */
    static String host(MemberConfig member) {
        return "127.71." + (member.number() >>> 8) + "." + (member.number() & 0xff);
    }

    static int port(MemberConfig member) {
        return member.address().port();
    }

    static Config of(ClusterConfig cluster) {
        // Its first words come before it reads the configuration.
        System.setProperty(LOGGING, log.isDebugEnabled() ? "slf4j" : "none");
        MemberConfig own = cluster.own();
        Config config = new Config();
        config.setClusterName("rhumb");
        config.setInstanceName("rhumb-" + own.number() + "-" + own.address());
        config.setProperty(LOGGING, log.isDebugEnabled() ? "slf4j" : "none");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.partition.count", "31");
        config.setProperty("hazelcast.io.thread.count", "1");
        config.setProperty("hazelcast.operation.thread.count", "2");
        config.setProperty("hazelcast.operation.generic.thread.count", "2");
        config.setProperty("hazelcast.event.thread.count", "1");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
        config.setProperty("hazelcast.operation.call.timeout.millis", "3000");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "1");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "1");
        // Members that start together on busy machines ask each other in vain for a while.
        config.setProperty("hazelcast.max.join.seconds", "30");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.health.monitoring.level", "OFF");
        config.getMetricsConfig().setEnabled(false);
        config.getJetConfig().setEnabled(false);
        network(cluster, own, config.getNetworkConfig());
        config.getSerializationConfig().setJavaSerializationFilterConfig(allowed());
        config.addReplicatedMapConfig(
                new ReplicatedMapConfig(HazelcastShare.MAP)
                        .setInMemoryFormat(InMemoryFormat.BINARY)
                        .setAsyncFillup(true)
                        .setMergePolicyConfig(
                                new MergePolicyConfig(NewerEntry.class.getName(), MERGE_BATCH)));
        return config;
    }

    /** Shared are strings and arrays of bytes; besides them the store sends its own exceptions. */
    private static JavaSerializationFilterConfig allowed() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.setDefaultsDisabled(true);
        filter.getWhitelist()
                .addPrefixes("com.hazelcast.", "java.lang.", "[Ljava.lang.")
                .addClasses("java.util.ArrayList", "java.util.Collections$EmptyList");
        return filter;
    }

    /**
     * No interface has these addresses of loopback, so that the store would not find them itself.
     */
    private record OwnAddress(MemberConfig member) implements MemberAddressProvider {
        @Override
        public InetSocketAddress getBindAddress() {
            return new InetSocketAddress(host(member), port(member));
        }

        @Override
        public InetSocketAddress getBindAddress(EndpointQualifier qualifier) {
            return getBindAddress();
        }

        @Override
        public InetSocketAddress getPublicAddress() {
            return getBindAddress();
        }

        @Override
        public InetSocketAddress getPublicAddress(EndpointQualifier qualifier) {
            return getBindAddress();
        }
    }

    private static void network(ClusterConfig cluster, MemberConfig own, NetworkConfig network) {
        network.setPort(port(own)).setPortAutoIncrement(false);
        network.getMemberAddressProviderConfig()
                .setEnabled(true)
                .setImplementation(new OwnAddress(own));
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
        for (MemberConfig member : cluster.members()) {
            join.getTcpIpConfig().addMember(host(member) + ":" + port(member));
        }
    }
}
