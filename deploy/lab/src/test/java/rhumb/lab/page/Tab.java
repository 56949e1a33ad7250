package rhumb.lab.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One page of a Chromium, by the Chrome DevTools Protocol. */
final class Tab implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_S = 60;

    /** Codes of keys that are no letters, for those who listen to them. */
    private static final Map<String, Integer> CODES =
            Map.of(
                    "Enter",
                    13,
                    "Escape",
                    27,
                    "End",
                    35,
                    "Home",
                    36,
                    "ArrowLeft",
                    37,
                    "ArrowUp",
                    38,
                    "ArrowRight",
                    39,
                    "ArrowDown",
                    40);

    private final AtomicLong number = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    private Tab(HttpClient http, String address) {
        socket =
                http.newWebSocketBuilder()
                        .buildAsync(URI.create(address), new Listener())
                        .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                        .join();
    }

    static Tab attach(HttpClient http, JsonNode address) throws IOException, InterruptedException {
        Tab tab = new Tab(http, address.asText());
        tab.ask("Page.enable", Map.of());
        tab.ask("Runtime.enable", Map.of());
        tab.ask("Log.enable", Map.of());
        tab.ask("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        return tab;
    }

    /** Loads a page. */
    void open(String url) throws IOException, InterruptedException {
        ask("Page.navigate", Map.of("url", url));
    }

    /** Loads our page as often as it takes until the controller is there. */
    void load(String url) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < untilNs) {
            open(url);
            for (int looks = 0; looks < 20 && data("state").isEmpty(); looks++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            if (!data("state").isEmpty()) {
                break;
            }
        }
        errors.clear(); // there was no controller yet
    }

    /** The value of an expression, of a promise when it keeps it. */
    JsonNode value(String expression) throws IOException, InterruptedException {
        JsonNode answer =
                ask(
                        "Runtime.evaluate",
                        Map.of(
                                "expression", expression,
                                "awaitPromise", true,
                                "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** An attribute {@code data-...} of the page; empty when there is none. */
    String data(String name) throws IOException, InterruptedException {
        return value("document.body?.dataset." + name + " || ''").asText();
    }

    /** Waits until an expression is true. */
    void await(String expression) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!value("Boolean(" + expression + ")").asBoolean()) {
            if (System.nanoTime() > untilNs) {
                throw new AssertionError(
                        "never true: "
                                + expression
                                + "; the page is "
                                + value("document.body.outerHTML").asText()
                                + "; errors "
                                + errors);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Presses a key and lets it go. */
    void key(String key) throws IOException, InterruptedException {
        boolean letter = key.length() == 1;
        ObjectNode down = JSON.createObjectNode().put("type", "keyDown").put("key", key);
        down.put(
                "windowsVirtualKeyCode", letter ? code(key.charAt(0)) : CODES.getOrDefault(key, 0));
        if (letter) {
            down.put("text", key);
        }
        ask("Input.dispatchKeyEvent", down);
        ask("Input.dispatchKeyEvent", JSON.createObjectNode().put("type", "keyUp").put("key", key));
    }

    /** Only letters and digits have their own code on every keyboard. */
    private static int code(char letter) {
        return Character.isLetterOrDigit(letter) ? Character.toUpperCase(letter) : 0;
    }

    void resize(int width, int height) throws IOException, InterruptedException {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What is shown, as PNG. */
    byte[] picture() throws IOException, InterruptedException {
        return Base64.getDecoder()
                .decode(
                        ask("Page.captureScreenshot", Map.of("format", "png"))
                                .get("data")
                                .asText());
    }

    /** Errors that the page had or that the browser told of it. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    private JsonNode ask(String method, Object parameters)
            throws IOException, InterruptedException {
        long id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        try {
            socket.sendText(message.toString(), true).get(PATIENCE_S, TimeUnit.SECONDS);
            return answer.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method + " has no answer", e);
        }
    }

    private void take(JsonNode message) {
        CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asLong(-1));
        if (answer != null) {
            if (message.has("error")) {
                answer.completeExceptionally(new IOException(message.get("error").toString()));
            } else {
                answer.complete(message.path("result"));
            }
            return;
        }
        JsonNode told = message.path("params");
        String method = message.path("method").asText();
        boolean wrong =
                method.equals("Runtime.exceptionThrown")
                        || method.equals("Runtime.consoleAPICalled")
                                && told.path("type").asText().equals("error")
                        || method.equals("Log.entryAdded")
                                && told.path("entry").path("level").asText().equals("error");
        if (wrong) {
            errors.add(told.toString());
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            from.request(1);
            if (last) {
                try {
                    take(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    errors.add(e.toString());
                }
                text.setLength(0);
            }
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
