package rhumb.controller.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is served as it lies in the jar: the page of operators, and the description of the API. */
final class Pages {
    /** Nothing of the page comes from elsewhere, and it is shown inside no other one. */
    static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FOLDER = "/rhumb/controller/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, Page> PAGES = new LinkedHashMap<>();

    static {
        add("/map", "map/index.html", "text/html; charset=utf-8");
        add("/map/map.css", "map/map.css", "text/css; charset=utf-8");
        add("/map/icon.svg", "map/icon.svg", "image/svg+xml");
        for (String name :
                new String[] {"app", "feed", "keys", "matrix", "model", "panel", "look", "world"}) {
            add("/map/" + name + ".js", "map/" + name + ".js", SCRIPT);
        }
        add("/v1/openapi.yaml", "openapi.yaml", "application/yaml");
    }

    /**
     * One file.
     *
     * @param resource under which name a role may read it, as {@link Access} has it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(String resource, String type, byte[] bytes) {}

    private Pages() {}

    private static void add(String path, String file, String type) {
        PAGES.put(path, new Page(path.replaceFirst("^/(v1/)?", ""), type, read(file)));
    }

    /** All of them. */
    static Set<String> paths() {
        return Collections.unmodifiableSet(PAGES.keySet());
    }

    /** Null where there is none. */
    static @Nullable Page at(String path) {
        return PAGES.get(path);
    }

    /**
     * A file of the jar.
     *
     * @param file below the controller's resources
     */
    static byte[] read(String file) {
        try (InputStream in = Pages.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + FOLDER + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
