package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rhumb.controller.ControllerView;
import rhumb.controller.LiveViews;
import rhumb.controller.live.MapMoment;
import rhumb.controller.live.MapText;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.IntentApi;
import rhumb.net.Endpoint;
import rhumb.net.TrafficClass;

class LiveFeedTest {
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final List<ControllerView> views = LiveViews.of(12, 4);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int now;
    private volatile @Nullable CompletableFuture<Answer> away;
    private final LiveFeed feed = new LiveFeed(this::reading, () -> away);

    /** A channel whose other end takes a message when it is told to. */
    private static final class Reluctant extends ChannelOutboundHandlerAdapter {
        final List<String> messages = new ArrayList<>();
        final List<ChannelPromise> promises = new ArrayList<>();
        final EmbeddedChannel channel = new EmbeddedChannel(this);

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ByteBuf bytes = ((HttpContent) message).content();
            messages.add(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
            promises.add(promise);
        }

        void takes() {
            promises.getLast().setSuccess();
        }
    }

    private CompletableFuture<Reading> reading() {
        asked.incrementAndGet();
        return CompletableFuture.completedFuture(
                new Reading(
                        0, views.get(now), new Reading.Streams(0, 0, 0, 0, 0, Map.of(), 0, 0, 0)));
    }

    @AfterEach
    void close() {
        feed.close();
    }

    private static void await(Reluctant page, BooleanSupplier done) {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        page.channel.runPendingTasks();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(untilNs);
            LockSupport.parkNanos(5_000_000L);
            page.channel.runPendingTasks();
        }
    }

    /** The feed has looked once more, and then at least once again. */
    private void looks(Reluctant page) {
        int before = asked.get();
        await(page, () -> asked.get() >= before + 2);
    }

    @Test
    void whoReadsSlowlyGetsTheNewestStateAndNoQueue() {
        Reluctant page = new Reluctant();
        assertThat(feed.open(page.channel, TrafficClass.AUDIO, () -> {})).isTrue();
        await(page, () -> page.messages.size() == 1);
        assertThat(page.messages.getFirst()).startsWith("event: snapshot\ndata: {");
        for (int view : new int[] {1, 2, 3, 9}) {
            now = view;
            looks(page);
        }
        assertThat(page.messages).hasSize(1);
        page.takes();
        await(page, () -> page.messages.size() == 2);
        MapMoment first = MapMoment.of(views.getFirst(), TrafficClass.AUDIO, null);
        MapMoment newest = MapMoment.of(views.get(9), TrafficClass.AUDIO, null);
        ObjectNode changes = MapText.changes(first, newest);
        assertThat(page.messages.getLast()).isEqualTo("event: change\ndata: " + changes + "\n\n");
    }

    @Test
    void pagesAreBounded() {
        List<Reluctant> pages = new ArrayList<>();
        for (int i = 0; i < LiveFeed.MOST; i++) {
            Reluctant page = new Reluctant();
            pages.add(page);
            assertThat(feed.open(page.channel, TrafficClass.BULK, () -> {})).isTrue();
        }
        Reluctant late = new Reluctant();
        assertThat(feed.open(late.channel, TrafficClass.BULK, () -> {})).isFalse();
        pages.getFirst().channel.close();
        assertThat(feed.clients()).isEqualTo(LiveFeed.MOST - 1);
        assertThat(feed.open(late.channel, TrafficClass.BULK, () -> {})).isTrue();
    }

    @Test
    void saysWhoLeadsAndEnds() {
        Reluctant page = new Reluctant();
        assertThat(feed.open(page.channel, TrafficClass.AUDIO, () -> {})).isTrue();
        await(page, () -> page.messages.size() == 1);
        page.takes();
        away =
                CompletableFuture.completedFuture(
                        IntentApi.elsewhere("another leads", Endpoint.parse("10.0.0.2:4780")));
        await(page, () -> !page.channel.isOpen());
        assertThat(page.messages.getLast())
                .isEqualTo(
                        "event: away\ndata: {\"error\":\"another leads: ask it\","
                                + "\"leader\":\"10.0.0.2:4780\"}\n\n");
    }
}
