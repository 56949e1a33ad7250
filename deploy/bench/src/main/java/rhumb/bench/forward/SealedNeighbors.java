package rhumb.bench.forward;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.pipeline.Verdict;
import rhumb.forward.wire.Introduction;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.Rule;

/**
 * All neighbours of a forwarder whose links are sealed. They speak with it before anything is
 * measured; then packets are sealed ahead and played by the generator, and those that the sink kept
 * are opened afterwards, so that neither has to do it on the core that both share.
 */
final class SealedNeighbors {
    private static final long PATIENCE_NS = 10_000_000_000L;

    /** Between introductions. The forwarder answers sooner. */
    private static final long INTRODUCE_MS = 50;

    private final SealedNeighbor sender;
    private final List<SealedNeighbor> hops = new ArrayList<>();

    /**
     * Agrees on keys with the forwarder.
     *
     * @param own key pair of all of them: keys of links differ by the links' names
     * @param sending the forwarder's address, as the generator sees it
     * @param taking the same, as the sink sees it
     * @param forwardersKey of which the forwarder has the private half on its disk
     */
    SealedNeighbors(
            KeyRing own, Aead aead, Endpoint sending, Endpoint taking, PublicKey forwardersKey) {
        sender = new SealedNeighbor(Traffic.SENDER_NUMBER, own, aead, sending, forwardersKey);
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            int number = Traffic.FIRST_LABEL + hop;
            hops.add(new SealedNeighbor(number, own, aead, taking, forwardersKey));
        }
    }

    /** What the forwarder's rules say of their keys. */
    static List<Rule> rules(KeyRing own) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new KeyRule(Traffic.SENDER_NUMBER, own.publicKeys()));
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            rules.add(new KeyRule(Traffic.FIRST_LABEL + hop, own.publicKeys()));
        }
        return rules;
    }

    SealedNeighbor sender() {
        return sender;
    }

    SealedNeighbor hop(int number) {
        return hops.get(number);
    }

    /**
     * Introduces all of them, from the ports that generator and sink will have, to the forwarder.
     *
     * @param port where it listens
     */
    void meet(Stage stage, int port) throws IOException {
        meet(
                sender,
                stage.socket(Stage.Part.GENERATOR, Load.GENERATOR_PORT),
                new InetSocketAddress(stage.relayAddress(), port));
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            meet(
                    hops.get(hop),
                    stage.socket(Stage.Part.SINK, Load.SINK_PORT + hop),
                    new InetSocketAddress(stage.relayAddressAtSink(), port));
        }
    }

    private static void meet(SealedNeighbor who, DatagramChannel own, InetSocketAddress forwarder)
            throws IOException {
        ByteBuffer b = ByteBuffer.allocateDirect(OverlayHeader.MAX_DATAGRAM_BYTES);
        long begin = System.nanoTime();
        try (own) {
            own.configureBlocking(false);
            while (!who.settled()) {
                if (System.nanoTime() - begin > PATIENCE_NS) {
                    throw new IOException("the forwarder at " + forwarder + " agrees on no keys");
                }
                who.introduce(b);
                own.send(b.clear().limit(Introduction.BYTES), forwarder);
                Thread.sleep(INTRODUCE_MS);
                while (own.receive(b.clear()) != null) {
                    who.take(System.nanoTime(), b, 0, b.position());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /**
     * Seals packets for one run. The n-th says n in the last 4 bytes before its tag.
     *
     * @param count of them; of all shapes those that fit into a buffer
     */
    void write(Path file, Shape shape, long count) throws IOException {
        int length = shape.sizeBytes() - Aead.TAG_BYTES;
        int record = Traffic.RECORD_BYTES + shape.sizeBytes();
        ByteBuffer some = Traffic.packets(shape.sizeBytes(), shape.train());
        int different = some.capacity() / record;
        int nowUs = (int) (System.currentTimeMillis() * 1_000);
        try (FileChannel channel = open(file);
                Arena arena = Arena.ofConfined()) {
            ByteBuffer all =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, count * record, arena)
                            .asByteBuffer();
            for (int n = 0; n < count; n++) {
                int at = n * record;
                all.put(at, some, n % different * record, record);
                int packet = at + Traffic.RECORD_BYTES;
                all.putInt(packet + length - Integer.BYTES, n);
                sender.seal(nowUs, all, packet, length);
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    /**
     * Opens what the sink kept, as a forwarder there would.
     *
     * @param file of packets of this size
     * @param atHop at which next hop each of them came
     * @return which one each of them is
     * @throws IOException when one is not to be believed, or not for the hop where it came
     */
    long[] numbers(Path file, int sizeBytes, int[] atHop) throws IOException {
        long[] numbers = new long[atHop.length];
        long nowNs = System.nanoTime();
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            ByteBuffer all =
                    channel.map(FileChannel.MapMode.PRIVATE, 0, channel.size(), arena)
                            .asByteBuffer();
            for (int i = 0; i < atHop.length; i++) {
                SealedNeighbor hop = hops.get(atHop[i]);
                int at = i * sizeBytes;
                if (hop.take(nowNs, all, at, sizeBytes) != Verdict.DELIVER) {
                    throw new IOException("a packet came out that is dropped as " + hop.reason());
                }
                int end = at + sizeBytes - Aead.TAG_BYTES;
                numbers[i] = Integer.toUnsignedLong(all.getInt(end - Integer.BYTES));
            }
        }
        return numbers;
    }
}
