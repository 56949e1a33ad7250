package rhumb.controller.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.IntentApi;
import rhumb.controller.northbound.NorthboundApi;

/** One connection to the northbound API: reads a request, answers it, reads the next. */
final class NorthboundHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(NorthboundHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/v1/";

    /** RFC 9110 section 5.6.7; operators compare their clocks by it. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final int MAX_PARAMETERS = 16;
    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);

    /** Every status an answer can have. */
    static final List<Integer> STATUSES =
            List.of(200, 400, 403, 404, 405, 409, 414, 421, 431, 500, 503);

    private final Supplier<CompletableFuture<Reading>> readings;
    private final NorthboundServer.Actions actions;
    private final CostlyQuestions costly;
    private final long idleMs;
    private final IntConsumer answered;
    private @Nullable ScheduledFuture<?> deadline;
    private Caller caller = new Caller(null, "");

    NorthboundHandler(
            Supplier<CompletableFuture<Reading>> readings,
            NorthboundServer.Actions actions,
            CostlyQuestions costly,
            long idleMs,
            IntConsumer answered) {
        this.readings = readings;
        this.actions = actions;
        this.costly = costly;
        this.idleMs = idleMs;
        this.answered = answered;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        arm(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Caller known) {
            caller = known;
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        disarm();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that is gone; what the program does wrong is caught where it answers.
        log.debug("northbound-connection", cause);
        context.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        // What was read already waits in the FlowControlHandler before this one.
        context.channel().config().setAutoRead(false);
        boolean keepAlive = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        Answer wrong = wrong(request);
        if (wrong != null) {
            write(context, wrong, keepAlive);
            return;
        }
        String uri = request.uri();
        boolean change = request.method().equals(HttpMethod.POST);
        String body = request.content().toString(StandardCharsets.UTF_8);
        answer(uri, parsed -> work(context, change, parsed, body))
                .whenCompleteAsync(
                        (answer, failure) ->
                                write(
                                        context,
                                        answer == null ? failed(uri, failure) : answer,
                                        keepAlive),
                        context.executor());
    }

    /** What is wrong with the request as such; null when nothing is. */
    private static @Nullable Answer wrong(FullHttpRequest request) {
        Throwable failure = request.decoderResult().cause();
        if (failure instanceof TooLongHttpLineException) {
            return error(
                    414,
                    "the address is longer than " + NorthboundServer.MAX_LINE_BYTES + " bytes");
        }
        if (failure instanceof TooLongHttpHeaderException) {
            return error(
                    431,
                    "the headers are longer than " + NorthboundServer.MAX_HEADER_BYTES + " bytes");
        }
        if (failure != null) {
            return error(400, "this is no HTTP/1.1 request");
        }
        // Browsers name the page that asks: no page may have things done through an operator's.
        if (request.method().equals(HttpMethod.POST)
                && request.headers().contains(HttpHeaderNames.ORIGIN)) {
            return error(403, "not from a page in a browser: use the rhumb command");
        }
        boolean known = METHODS.contains(request.method());
        return known ? null : error(405, "only GET and HEAD to read, and POST to have things done");
    }

    /** An address below the API. */
    private record Parsed(String resource, Map<String, String> query) {}

    private static CompletableFuture<Answer> answer(
            String uri, Function<Parsed, CompletableFuture<Answer>> work) {
        try {
            QueryStringDecoder decoded =
                    new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MAX_PARAMETERS);
            String path = decoded.path();
            Map<String, String> query = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> parameter : decoded.parameters().entrySet()) {
                if (parameter.getValue().size() > 1) {
                    return done(400, "parameter " + parameter.getKey() + " is given twice");
                }
                query.put(parameter.getKey(), parameter.getValue().getFirst());
            }
            return path.startsWith(API)
                    ? work.apply(new Parsed(path.substring(API.length()), query))
                    : done(404, "there is no " + path + "; the API is below " + API);
        } catch (IllegalArgumentException e) {
            return done(400, "the address is not encoded as URLs are: " + e.getMessage());
        }
    }

    private CompletableFuture<Answer> work(
            ChannelHandlerContext context, boolean change, Parsed parsed, String body) {
        CompletableFuture<Answer> refusal =
                actions.refusal(caller, change, parsed.resource, parsed.query);
        if (refusal != null) {
            return refusal;
        }
        String verb = IntentApi.verb(parsed.resource);
        if (verb != null) {
            return actions.intent(caller, change, verb, parsed.query, body);
        }
        return change
                ? actions.act(caller, parsed.resource, parsed.query, body)
                : read(context, parsed);
    }

    private CompletableFuture<Answer> read(ChannelHandlerContext context, Parsed parsed) {
        CompletableFuture<Answer> other = actions.read(parsed.resource, parsed.query);
        if (other != null) {
            return other;
        }
        if (!NorthboundApi.costly(parsed.resource)) {
            return readings.get()
                    .thenApplyAsync(reading -> read(reading, parsed), context.executor());
        }
        // The client waits for us and not we for it; write() counts its patience anew.
        disarm();
        return costly.tryAsk(() ->
                readings.get().thenApplyAsync(reading -> read(reading, parsed), costly.thread()));
    }

    private static Answer read(Reading reading, Parsed parsed) {
        return NorthboundApi.answer(reading.view(), parsed.resource, parsed.query);
    }

    private static Answer failed(String uri, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RuntimeException
                && !(cause instanceof RejectedExecutionException)
                && !(cause instanceof CancellationException)) {
            log.error("northbound-failed uri={}", uri, cause);
            return error(500, "a mistake of the controller; see its log");
        }
        return error(503, "the controller is busy; ask again");
    }

    private static CompletableFuture<Answer> done(int status, String text) {
        return CompletableFuture.completedFuture(error(status, text));
    }

    private void write(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        body(answer));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.DATE, DATE.format(Instant.now()))
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (answer.status() == HttpResponseStatus.METHOD_NOT_ALLOWED.code()) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD, POST");
        }
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response, keepAlive);
        answered.accept(answer.status());
        arm(context);
        context.writeAndFlush(response)
                .addListener(
                        (ChannelFutureListener)
                                written -> {
                                    if (keepAlive && written.isSuccess()) {
                                        next(context);
                                    } else {
                                        context.close();
                                    }
                                });
    }

    /** Lets the next request in. */
    private void next(ChannelHandlerContext context) {
        arm(context);
        context.channel().config().setAutoRead(true);
    }

    private void arm(ChannelHandlerContext context) {
        disarm();
        deadline =
                context.executor().schedule(() -> context.close(), idleMs, TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private static ByteBuf body(Answer answer) {
        try {
            return Unpooled.wrappedBuffer(JSON.writeValueAsBytes(answer.body()), new byte[] {'\n'});
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree in memory can always be written", e);
        }
    }

    private static Answer error(int status, String text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("error", text);
        return new Answer(status, body);
    }
}
