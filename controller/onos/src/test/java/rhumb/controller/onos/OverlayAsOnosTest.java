package rhumb.controller.onos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.Weight;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.Device;
import org.onosproject.net.DeviceId;
import org.onosproject.net.DisjointPath;
import org.onosproject.net.HostId;
import org.onosproject.net.Link;
import org.onosproject.net.MastershipRole;
import org.onosproject.net.Path;
import org.onosproject.net.Port;
import org.onosproject.net.PortNumber;
import org.onosproject.net.device.DeviceListener;
import org.onosproject.net.device.DeviceService;
import org.onosproject.net.link.LinkListener;
import org.onosproject.net.link.LinkService;
import org.onosproject.net.topology.GeoDistanceLinkWeight;
import org.onosproject.net.topology.HopCountLinkWeigher;
import org.onosproject.net.topology.LinkWeigher;
import org.onosproject.net.topology.PathService;
import org.onosproject.net.topology.Topology;
import org.onosproject.net.topology.TopologyCluster;
import org.onosproject.net.topology.TopologyEdge;
import org.onosproject.net.topology.TopologyService;

/** What an application sees that knows ONOS' types alone. */
class OverlayAsOnosTest {
    private static final DeviceId SIN = DeviceId.deviceId("rhumb:sin");
    private static final DeviceId BOM = DeviceId.deviceId("rhumb:bom");
    private static final DeviceId FRA = DeviceId.deviceId("rhumb:fra");
    private static final DeviceId TYO = DeviceId.deviceId("rhumb:tyo");

    private final Planted overlay = new Planted("sin", "bom", "fra/main,alt", "tyo");
    private final DeviceService devices = overlay.face.devices();
    private final LinkService links = overlay.face.links();
    private final TopologyService topology = overlay.face.topology();
    private final PathService paths = overlay.face.paths();

    private static ConnectPoint at(DeviceId device, long port) {
        return new ConnectPoint(device, PortNumber.portNumber(port));
    }

    /** Such as {@code sin > bom > fra}. */
    private static String text(Path path) {
        return path.links().getFirst().src().deviceId().uri().getSchemeSpecificPart()
                + path.links().stream()
                        .map(l -> " > " + l.dst().deviceId().uri().getSchemeSpecificPart())
                        .collect(Collectors.joining());
    }

    private static List<String> texts(Set<Path> paths) {
        return paths.stream().map(OverlayAsOnosTest::text).toList();
    }

    private static Path first(Set<Path> paths) {
        return paths.iterator().next();
    }

    private static long us(Path path) {
        return Math.round(((ScalarWeight) path.weight()).value());
    }

    private static long count(Iterable<?> all) {
        return StreamSupport.stream(all.spliterator(), false).count();
    }

    private Link direct(DeviceId from, DeviceId to) {
        return Objects.requireNonNull(links.getLink(at(from, 1), at(to, 1)));
    }

    @Test
    void popsAreDevicesAndUplinksPorts() {
        assertThat(devices.getDeviceCount()).isEqualTo(4);
        assertThat(devices.getDevices()).extracting(Device::id).contains(SIN, BOM, FRA, TYO);
        Device fra = devices.getDevice(FRA);
        assertThat(fra.type()).isEqualTo(Device.Type.VIRTUAL);
        assertThat(fra.annotations().value("number")).isEqualTo("3");
        assertThat(fra.annotations().value("latitude")).isEqualTo("30.0");
        assertThat(devices.getPorts(FRA))
                .extracting(p -> p.number().toString())
                .containsExactly("[main](1)", "[alt](2)");
        Port alt = devices.getPort(FRA, PortNumber.portNumber(2));
        assertThat(alt.portSpeed()).isEqualTo(2_000);
        assertThat(alt.annotations().value("provider")).isEqualTo("isp3");
        assertThat(alt.annotations().value("priceCentsPerGb")).isEqualTo("3");
        assertThat(alt.annotations().value("rateBps")).isEqualTo("2000000000");
        assertThat(alt.annotations().value("srlgs")).isEqualTo("cable3");
        assertThat(devices.getRole(SIN)).isEqualTo(MastershipRole.MASTER);
        for (String foreign : List.of("of:0000000000000001", "rhumb:lon", "rhumb:NOT_A_POP")) {
            DeviceId id = DeviceId.deviceId(foreign);
            assertThat(devices.getDevice(id)).isNull();
            assertThat(devices.getPorts(id)).isEmpty();
            assertThat(devices.isAvailable(id)).isFalse();
            assertThat(devices.getRole(id)).isEqualTo(MastershipRole.NONE);
        }
    }

    @Test
    void linksCarryWhatWasMeasured() {
        overlay.measured("sin->fra", 81, 1_500).degraded("sin->bom", "audio", "video");
        overlay.down("bom->sin").unknown("tyo->sin").publish();
        // Six PoP pairs both ways; fra with two uplinks doubles three of them.
        assertThat(links.getLinkCount()).isEqualTo(18);
        assertThat(count(links.getLinks())).isEqualTo(18);
        assertThat(count(links.getActiveLinks())).isEqualTo(16);
        Link sinFra = direct(SIN, FRA);
        assertThat(sinFra.type()).isEqualTo(Link.Type.TUNNEL);
        assertThat(sinFra.state()).isEqualTo(Link.State.ACTIVE);
        assertThat(sinFra.annotations().value("name")).isEqualTo("sin->fra");
        assertThat(sinFra.annotations().value("delayNs")).isEqualTo("81000000");
        assertThat(sinFra.annotations().value("rttNs")).isEqualTo("162000000");
        assertThat(sinFra.annotations().value("jitterNs")).isEqualTo("100000");
        assertThat(sinFra.annotations().value("lossPpm")).isEqualTo("1500");
        assertThat(sinFra.annotations().value("samples")).isEqualTo("1000");
        assertThat(sinFra.annotations().value("status")).isEqualTo("up");
        assertThat(sinFra.annotations().value("degraded")).isEqualTo("none");
        assertThat(sinFra.annotations().value("goodputBps")).as("not known").isNull();
        Link sinBom = direct(SIN, BOM);
        assertThat(sinBom.state()).isEqualTo(Link.State.ACTIVE);
        assertThat(sinBom.annotations().value("status")).isEqualTo("degraded");
        assertThat(sinBom.annotations().value("degraded")).isEqualTo("audio,video");
        Link bomSin = direct(BOM, SIN);
        assertThat(bomSin.state()).isEqualTo(Link.State.INACTIVE);
        assertThat(bomSin.annotations().value("status")).isEqualTo("down");
        Link tyoSin = direct(TYO, SIN);
        assertThat(tyoSin.state()).isEqualTo(Link.State.INACTIVE);
        assertThat(tyoSin.annotations().value("status")).isEqualTo("unknown");
        assertThat(tyoSin.annotations().value("delayNs")).as("unknown is not zero").isNull();
    }

    @Test
    void linksAreFoundByDeviceAndPort() {
        assertThat(links.getDeviceEgressLinks(SIN)).hasSize(4);
        assertThat(links.getDeviceIngressLinks(SIN)).hasSize(4);
        assertThat(links.getDeviceLinks(SIN)).hasSize(8);
        assertThat(links.getEgressLinks(at(FRA, 2)))
                .extracting(l -> l.dst().deviceId())
                .containsExactlyInAnyOrder(SIN, BOM, TYO);
        assertThat(links.getIngressLinks(at(FRA, 2))).hasSize(3);
        assertThat(links.getLinks(at(FRA, 3))).isEmpty();
        assertThat(links.getLink(at(SIN, 1), at(SIN, 1))).isNull();
        assertThat(links.getLink(at(SIN, 1), at(DeviceId.deviceId("of:01"), 1))).isNull();
    }

    @Test
    void pathsAreThePlannersForTheNamedClass() {
        // 6 % of loss is worth a detour to audio and not to bulk.
        overlay.measured("sin->fra", 40, 60_000).measured("sin->fra/alt", 40, 60_000).publish();
        Set<Path> audio = paths.getPaths(SIN, FRA, overlay.face.weigher("audio"));
        assertThat(audio).hasSize(3);
        assertThat(audio)
                .extracting(p -> p.annotations().value("role"))
                .containsExactly("primary", "backup", "third");
        assertThat(text(first(audio))).isEqualTo("sin > bom > fra");
        assertThat(first(audio).annotations().value("class")).isEqualTo("audio");
        assertThat(us(first(audio))).isEqualTo(overlay.primaryCostUs("sin", "fra", "audio"));
        assertThat(first(audio).src()).isEqualTo(at(SIN, 1));
        Path bulk = first(paths.getPaths(SIN, FRA, overlay.face.weigher("bulk")));
        assertThat(text(bulk)).isEqualTo("sin > fra");
        assertThat(us(bulk)).isEqualTo(overlay.primaryCostUs("sin", "fra", "bulk"));
        Path unnamed = first(paths.getPaths(SIN, FRA));
        assertThat(unnamed.annotations().value("class")).isEqualTo("default");
        assertThatThrownBy(() -> overlay.face.weigher("gold"))
                .hasMessageContaining("expected one of signalling, audio");
    }

    @Test
    void disjointPathsArePrimaryAndBackup() {
        LinkWeigher audio = overlay.face.weigher("audio");
        List<Path> planned = List.copyOf(paths.getPaths(SIN, FRA, audio));
        DisjointPath pair = paths.getDisjointPaths(SIN, FRA, audio).iterator().next();
        assertThat(pair.primary()).isEqualTo(planned.get(0));
        assertThat(pair.backup()).isEqualTo(planned.get(1));
        assertThat(pair.primary().links()).doesNotContainAnyElementsOf(pair.backup().links());
        assertThat(paths.getKShortestPaths(SIN, FRA, audio).map(OverlayAsOnosTest::us).toList())
                .isSorted();
        assertThatThrownBy(() -> paths.getDisjointPaths(SIN, FRA, java.util.Map.of()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("srlgs");
    }

    @Test
    void whatIsNoDeviceHasNoPath() {
        assertThat(paths.getPaths(SIN, SIN)).isEmpty();
        assertThat(paths.getPaths(SIN, DeviceId.deviceId("of:01"))).isEmpty();
        assertThat(paths.getPaths(HostId.hostId("00:00:00:00:00:01/None"), SIN)).isEmpty();
        assertThat(paths.getDisjointPaths(SIN, SIN)).isEmpty();
    }

    /** Microseconds from the annotations, as an application would do it. */
    private static class ByDelay implements LinkWeigher {
        int asked;

        @Override
        public Weight weight(TopologyEdge edge) {
            asked++;
            String ns = edge.link().annotations().value("delayNs");
            return ns == null
                    ? getNonViableWeight()
                    : ScalarWeight.toWeight(Double.parseDouble(ns) / 1_000);
        }

        @Override
        public Weight getInitialWeight() {
            return ScalarWeight.toWeight(0);
        }

        @Override
        public Weight getNonViableWeight() {
            return ScalarWeight.NON_VIABLE_WEIGHT;
        }
    }

    @Test
    void aForeignWeigherIsSolvedOverActiveLinks() {
        overlay.measured("sin->fra", 200, 0).measured("sin->fra/alt", 201, 0);
        overlay.measured("sin->bom", 30, 0).measured("bom->fra", 50, 0);
        overlay.measured("bom->fra/alt", 51, 0).down("tyo->fra").publish();
        ByDelay weigher = new ByDelay();
        Set<Path> found = paths.getPaths(SIN, FRA, weigher);
        assertThat(texts(found).getFirst()).isEqualTo("sin > bom > fra");
        assertThat(us(first(found))).isEqualTo(80_000);
        assertThat(first(found).annotations().value("class")).isNull();
        assertThat(found).hasSize(3);
        assertThat(found.stream().flatMap(p -> p.links().stream()))
                .allMatch(l -> l.state() == Link.State.ACTIVE);
        int once = weigher.asked;
        paths.getPaths(BOM, TYO, weigher);
        assertThat(weigher.asked).as("asked once for each view").isEqualTo(once).isEqualTo(17);
        overlay.measured("sin->bom", 300, 0).publish();
        assertThat(texts(paths.getPaths(SIN, FRA, weigher)).getFirst())
                .isEqualTo("sin > tyo > fra");
    }

    @Test
    void weighersOfOnosItselfWork() {
        assertThat(text(first(paths.getPaths(SIN, FRA, new HopCountLinkWeigher()))))
                .isEqualTo("sin > fra");
        Path geo = first(paths.getPaths(SIN, TYO, new GeoDistanceLinkWeight(devices)));
        assertThat(text(geo)).isEqualTo("sin > tyo");
        // Thirty degrees of latitude.
        assertThat(us(geo)).isBetween(3_300L, 3_370L);
    }

    @Test
    void weightsThatAreNoCostsAreRefused() {
        LinkWeigher negative =
                new ByDelay() {
                    @Override
                    public Weight weight(TopologyEdge edge) {
                        return ScalarWeight.toWeight(-1);
                    }
                };
        assertThatThrownBy(() -> paths.getPaths(SIN, FRA, negative))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a ScalarWeight of 0 or more");
    }

    @Test
    void aTopologyIsAHandleOnOneSnapshot() {
        LinkWeigher audio = overlay.face.weigher("audio");
        Topology before = topology.currentTopology();
        assertThat(before.deviceCount()).isEqualTo(4);
        assertThat(before.linkCount()).isEqualTo(18);
        assertThat(before.clusterCount()).isEqualTo(1);
        assertThat(topology.getGraph(before).getVertexes()).hasSize(4);
        assertThat(topology.getGraph(before).getEdges()).hasSize(18);
        assertThat(topology.isLatest(before)).isTrue();
        overlay.down("sin->fra").down("sin->fra/alt").publish();
        assertThat(topology.isLatest(before)).isFalse();
        assertThat(text(first(topology.getPaths(before, SIN, FRA, audio)))).isEqualTo("sin > fra");
        Topology after = topology.currentTopology();
        assertThat(text(first(topology.getPaths(after, SIN, FRA, audio))))
                .isEqualTo("sin > bom > fra");
        assertThat(topology.getGraph(after).getEdges()).hasSize(16);
        assertThat(topology.isInfrastructure(after, at(FRA, 2))).isTrue();
        assertThat(topology.isInfrastructure(after, at(FRA, 9))).isFalse();
        assertThat(topology.isBroadcastPoint(after, at(FRA, 2))).isFalse();
    }

    @Test
    void aPopThatCannotAnswerIsAClusterOfItsOwn() {
        overlay.down("sin->tyo").down("bom->tyo").down("fra->tyo").down("fra/alt->tyo").publish();
        Topology now = topology.currentTopology();
        List<TopologyCluster> clusters = List.copyOf(topology.getClusters(now));
        assertThat(clusters).hasSize(2);
        assertThat(clusters)
                .extracting(c -> topology.getClusterDevices(now, c).size())
                .containsExactly(3, 1);
        assertThat(topology.getClusterDevices(now, clusters.get(1))).containsExactly(TYO);
        assertThat(topology.getClusterLinks(now, clusters.get(0))).hasSize(10);
        assertThat(topology.getClusterLinks(now, clusters.get(1))).isEmpty();
    }

    @Test
    void listenersHearWhatDiffersBetweenViews() {
        List<String> heard = new ArrayList<>();
        DeviceListener onDevice = e -> heard.add(e.type() + " " + e.subject().id());
        LinkListener onLink =
                e -> heard.add(e.type() + " " + e.subject().annotations().value("name"));
        devices.addListener(onDevice);
        links.addListener(onLink);
        topology.addListener(e -> heard.add(e.type() + " " + e.reasons().size()));
        assertThat(overlay.face.tell()).as("nothing yet").isZero();
        overlay.measured("sin->fra", 41, 0).publish();
        assertThat(overlay.face.tell()).as("a figure that moves is no event").isZero();
        overlay.away("bom").degraded("sin->fra", "audio").publish();
        overlay.face.tell();
        assertThat(heard)
                .containsExactly(
                        "DEVICE_AVAILABILITY_CHANGED rhumb:bom",
                        "LINK_UPDATED sin->fra",
                        "TOPOLOGY_CHANGED 2");
        assertThat(devices.isAvailable(BOM)).isFalse();
        assertThat(devices.getAvailableDeviceCount()).isEqualTo(3);
        heard.clear();
        devices.removeListener(onDevice);
        links.removeListener(onLink);
        overlay.down("sin->fra").publish();
        overlay.face.tell();
        assertThat(heard).containsExactly("TOPOLOGY_CHANGED 1");
    }
}
