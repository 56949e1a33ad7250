package rhumb.bench.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.RuleInstaller;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkTable;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.path.PathArrivals;
import rhumb.forward.pipeline.PacketPipeline;
import rhumb.forward.pipeline.Verdict;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.Introduction;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;

class SealedNeighborsTest {
    private static final Endpoint GENERATOR = Endpoint.parse("10.0.0.1:1");
    private static final Endpoint SINK = Endpoint.parse("10.0.0.2:10");
    private static final Endpoint FORWARDER = Endpoint.parse("10.0.0.3:3");
    private static final Shape SHAPE = new Shape(200, 1);

    @TempDir Path folder;

    private final KeyRing forwardersKeys = KeyRing.first(new Random(1));
    private final KeyRing keys = KeyRing.first(new Random(2));
    private final LinkTable links = new LinkTable(new SendingLanes(1, 7), new JdkAead());
    private final PacketPipeline pipeline = new PacketPipeline(links, new PathArrivals());
    private final SealedNeighbors neighbors =
            new SealedNeighbors(
                    keys, new JdkAead(), FORWARDER, FORWARDER, forwardersKeys.newest().publicKey());

    @Test
    void whatTheyWriteIsForwardedAndWhatIsForwardedTheyOpen() throws Exception {
        meetAll();
        for (int run = 0; run < 2; run++) { // numbers go on in the second one
            Path file = folder.resolve("sealed");
            Path kept = folder.resolve("kept");
            neighbors.write(file, SHAPE, 3_000);
            int[] atHop = forwardAll(file, kept);
            long[] numbers = neighbors.numbers(kept, 200, atHop);
            assertThat(numbers).hasSize(3_000);
            for (int i = 0; i < numbers.length; i++) {
                assertThat(numbers[i]).isEqualTo(i);
                assertThat(atHop[i]).isEqualTo(i % Traffic.FLOWS / (Traffic.FLOWS / Traffic.HOPS));
            }
        }
    }

    @Test
    void whatWasChangedIsNotCounted() throws Exception {
        meetAll();
        Path file = folder.resolve("sealed");
        Path kept = folder.resolve("kept");
        neighbors.write(file, SHAPE, 10);
        int[] atHop = forwardAll(file, kept);
        byte[] bytes = Files.readAllBytes(kept);
        bytes[bytes.length - 40] ^= 1;
        Files.write(kept, bytes);
        assertThatThrownBy(() -> neighbors.numbers(kept, 200, atHop))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(DropReason.UNAUTHENTICATED.toString());
    }

    private void meetAll() {
        RuleInstaller installer = new RuleInstaller(Traffic.SELF);
        var rules = Traffic.rules(GENERATOR, SINK, SealedNeighbors.rules(keys));
        assertThat(installer.restore(rules)).isEmpty();
        links.onFib(installer.fib(), _ -> 0);
        pipeline.onFib(installer.fib());
        links.onKeys(forwardersKeys);
        for (LinkPort port : links.ports()) {
            while (port.cipher().agreesStill()) {
                port.cipher().agreeNext();
            }
        }
        meet(GENERATOR, neighbors.sender());
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            meet(SINK.withPort(SINK.port() + hop), neighbors.hop(hop));
        }
    }

    private void meet(Endpoint from, SealedNeighbor neighbor) {
        ByteBuffer b = ByteBuffer.allocate(Introduction.BYTES);
        neighbor.introduce(b);
        assertThat(pipeline.judge(1, 1, 0, from, b, 0, b.capacity())).isEqualTo(Verdict.INTRODUCED);
        LinkPort port = Objects.requireNonNull(links.ofSource(0, from));
        assertThat(port.cipher().introduce(b, 0)).isTrue();
        assertThat(neighbor.take(1, b, 0, b.capacity())).isEqualTo(Verdict.INTRODUCED);
        assertThat(neighbor.settled()).isTrue();
    }

    /** At which hop each packet came out. */
    private int[] forwardAll(Path file, Path kept) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        int record = Traffic.RECORD_BYTES + SHAPE.sizeBytes();
        int[] atHop = new int[all.capacity() / record];
        ByteBuffer out = ByteBuffer.allocate(atHop.length * SHAPE.sizeBytes());
        for (int i = 0; i < atHop.length; i++) {
            int at = i * record + Traffic.RECORD_BYTES;
            assertThat(pipeline.judge(1, 1, 0, GENERATOR, all, at, SHAPE.sizeBytes()))
                    .isEqualTo(Verdict.FORWARD);
            atHop[i] = pipeline.to().rule().label() - Traffic.FIRST_LABEL;
            int plain = SHAPE.sizeBytes() - OverlayHeader.TAG_BYTES;
            assertThat(pipeline.to().send().stamp(1, all, at, plain)).isEqualTo(SHAPE.sizeBytes());
            out.put(i * SHAPE.sizeBytes(), all, at, SHAPE.sizeBytes());
        }
        Files.write(kept, out.array());
        return atHop;
    }
}
