package rhumb.controller.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The screen of {@code rhumb top}: keys, answers and times in, lines out.
 *
 * <pre>
 * state \ key   1-5, tab       s, r          /        Enter             Esc, left        q
 * list          another list   sort, turn    filter   behind the row    filter is gone   end
 * behind a row  another list   -             -        behind its row    back             end
 * filter typed  typed          typed         typed    filter holds      filter is gone   typed
 * </pre>
 */
public final class TopScreen {
    /** Above so many links only those in trouble are asked for, unless a PoP is named. */
    static final int MANY_LINKS = 2_000;

    private static final String FOOT =
            "1-5 view  s sort  r reverse  / PoP  Enter look  Esc back  q quit";

    private final Known known = new Known();
    private final Deque<Row.Place> behind = new ArrayDeque<>();
    private final Map<View, Integer> sorts = new LinkedHashMap<>();
    private final Paint paint;
    private String where;
    private View view = View.LINKS;
    private boolean reversed;
    private String filter = "";
    private boolean typing;
    private int chosen;
    private @Nullable String chosenKey;
    private int page = 1;
    private boolean answered;
    private long troubleSinceNs;
    private @Nullable String trouble;
    private boolean ended;

    /**
     * A screen that knows nothing yet.
     *
     * @param where which controller is asked
     * @param colour whether lines have escapes of colour
     */
    public TopScreen(String where, boolean colour) {
        this.where = where;
        this.paint = new Paint(colour);
    }

    /** What to ask for what is shown now. */
    public List<Question> questions() {
        List<Question> all = new ArrayList<>();
        all.add(Question.of("status"));
        all.add(Question.of("pops"));
        all.add(new Question("events", Map.of("after", Long.toString(known.lastSeq()))));
        Row.Place place = behind.peek();
        if (view == View.LINKS || place instanceof Row.Place.Link) {
            all.add(new Question("links", linkQuery()));
        }
        if (view == View.UPLINKS || view == View.CLASSES || view == View.POPS) {
            all.add(new Question("queues", popQuery()));
        }
        Question more = place == null ? null : Detail.question(place);
        if (more != null) {
            all.add(more);
        }
        return all;
    }

    private Map<String, String> popQuery() {
        return known.isPop(filter) ? Map.of("pop", filter) : Map.of();
    }

    private Map<String, String> linkQuery() {
        boolean many = known.status().path("links").asInt() > MANY_LINKS;
        return many && popQuery().isEmpty() ? Map.of("bad", "true") : popQuery();
    }

    /** The controller answered one of the questions. */
    public void onAnswer(long nowNs, Question question, JsonNode answer) {
        answered = true;
        trouble = null;
        known.onAnswer(nowNs, question, answer);
    }

    /** It did not; what was known stays. */
    public void onTrouble(long nowNs, String text) {
        if (trouble == null) {
            troubleSinceNs = nowNs;
        }
        trouble = text;
    }

    /** Another controller is asked from now on. */
    public void onController(String url) {
        where = url;
    }

    /** Whether somebody wants to leave. */
    public boolean ended() {
        return ended;
    }

    /** A key was pressed. */
    public void onKey(Key key) {
        if (typing) {
            type(key);
            return;
        }
        switch (key.kind()) {
            case UP -> choose(chosen - 1);
            case DOWN -> choose(chosen + 1);
            case PAGE_UP -> choose(chosen - page);
            case PAGE_DOWN -> choose(chosen + page);
            case HOME -> choose(0);
            case END -> choose(Integer.MAX_VALUE);
            case ENTER, RIGHT -> open();
            case ESCAPE, LEFT, BACKSPACE -> back();
            case TAB -> look(View.values()[(view.ordinal() + 1) % View.values().length]);
            case CHARACTER -> command(key.character());
        }
    }

    private void command(char c) {
        switch (c) {
            case 'q' -> ended = true;
            case 'k' -> choose(chosen - 1);
            case 'j' -> choose(chosen + 1);
            case 's' -> {
                if (behind.isEmpty()) {
                    sorts.merge(view, 1, Integer::sum);
                    choose(0);
                }
            }
            case 'r' -> {
                if (behind.isEmpty()) {
                    reversed = !reversed;
                    choose(0);
                }
            }
            case '/' -> typing = behind.isEmpty();
            default -> {
                int number = c - '1';
                if (number >= 0 && number < View.values().length) {
                    look(View.values()[number]);
                }
            }
        }
    }

    private void type(Key key) {
        switch (key.kind()) {
            case CHARACTER -> filter = filter + key.character();
            case BACKSPACE ->
                    filter = filter.isEmpty() ? "" : filter.substring(0, filter.length() - 1);
            case ENTER -> typing = false;
            case ESCAPE -> {
                typing = false;
                filter = "";
            }
            default -> {
                // a key that types nothing
            }
        }
        choose(0);
    }

    private void look(View next) {
        view = next;
        behind.clear();
        known.forget();
        reversed = false;
        choose(0);
    }

    private void open() {
        List<Row> rows = page().rows();
        Row.Place place = rows.isEmpty() ? null : rows.get(place(rows)).into();
        switch (place) {
            case null -> {
                // nothing stands behind it
            }
            case Row.Place.Pop pop -> {
                filter = pop.name();
                look(View.LINKS);
            }
            case Row.Place.Link link -> enter(link);
            case Row.Place.Path path -> enter(path);
            case Row.Place.Uplink uplink -> enter(uplink);
            case Row.Place.TrafficClass c -> enter(c);
        }
    }

    private void enter(Row.Place place) {
        behind.push(place);
        choose(0);
    }

    private void back() {
        if (behind.isEmpty()) {
            filter = "";
        } else {
            behind.pop();
        }
        choose(0);
    }

    private void choose(int row) {
        List<Row> rows = page().rows();
        chosen = Math.clamp(row, 0, Math.max(0, rows.size() - 1));
        chosenKey = rows.isEmpty() || row <= 0 ? null : rows.get(chosen).key();
    }

    /** Where the chosen row is now: it moves along when the list is sorted anew. */
    private int place(List<Row> rows) {
        for (int i = 0; chosenKey != null && i < rows.size(); i++) {
            if (rows.get(i).key().equals(chosenKey)) {
                return i;
            }
        }
        return Math.clamp(chosen, 0, Math.max(0, rows.size() - 1));
    }

    private String sort() {
        return view.sorts().get(sorts.getOrDefault(view, 0) % view.sorts().size());
    }

    private Page page() {
        Row.Place place = behind.peek();
        if (place != null) {
            return Detail.page(known, place);
        }
        String none = answered ? "(none)" : "(asking)";
        List<Row> rows =
                switch (view) {
                    case LINKS -> LinkRows.of(known.links(), sort(), filter);
                    case MOVES -> MoveRows.of(known.events(), sort(), filter);
                    case UPLINKS -> LoadRows.uplinks(known.loads(), sort(), filter);
                    case CLASSES -> LoadRows.classes(known.loads(), sort(), filter);
                    case POPS -> PopRows.of(known, sort(), filter);
                };
        List<String> titles =
                switch (view) {
                    case LINKS -> LinkRows.TITLES;
                    case MOVES -> MoveRows.TITLES;
                    case UPLINKS -> LoadRows.UPLINK_TITLES;
                    case CLASSES -> LoadRows.CLASS_TITLES;
                    case POPS -> PopRows.TITLES;
                };
        return Page.list(titles, reversed ? rows.reversed() : rows, none);
    }

    /**
     * The screen, exactly so many lines of at most so many characters, escapes of colour aside.
     *
     * @param nowNs says how long a controller has been away
     */
    public List<String> lines(long nowNs, int rows, int columns) {
        List<String> lines = new ArrayList<>();
        lines.add(paint.strong(head(), columns));
        lines.add(
                trouble == null
                        ? Grid.cut(tabs(), columns)
                        : paint.alarm(trouble(nowNs, trouble), columns));
        Page shown = page();
        shown.above().forEach(line -> lines.add(Grid.cut(line, columns)));
        list(lines, shown, rows - 1, columns);
        while (lines.size() > Math.max(0, rows - 1)) {
            lines.removeLast();
        }
        while (lines.size() < rows - 1) {
            lines.add("");
        }
        lines.add(
                typing
                        ? Grid.cut("PoP begins with: " + filter + "_", columns)
                        : paint.faint(FOOT, columns));
        return lines;
    }

    private void list(List<String> lines, Page shown, int until, int columns) {
        List<Row> rows = shown.rows();
        if (rows.isEmpty()) {
            lines.add("  " + shown.none());
            return;
        }
        Grid grid = new Grid(shown.titles(), rows);
        if (shown.titled()) {
            lines.add(paint.faint("  " + grid.head(), columns));
        }
        chosen = place(rows);
        page = Math.max(1, until - lines.size());
        // The chosen row is kept in the middle, as far as there are rows above and below it.
        int first = Math.clamp(chosen - page / 2, 0, Math.max(0, rows.size() - page));
        for (int i = first; i < Math.min(rows.size(), first + page); i++) {
            Row row = rows.get(i);
            lines.add(paint.row(grid.line(row.cells()), row.mood(), i == chosen, columns));
        }
    }

    private String head() {
        JsonNode status = known.status();
        if (status.isMissingNode()) {
            return "rhumb top  " + where;
        }
        long up = 0;
        long degraded = 0;
        long down = 0;
        long unknown = 0;
        for (JsonNode pop : known.pops()) {
            up += pop.path("linksUp").asLong();
            degraded += pop.path("linksDegraded").asLong();
            down += pop.path("linksDown").asLong();
            unknown += pop.path("linksUnknown").asLong();
        }
        String phase = status.path("phase").asText();
        return "rhumb top  "
                + where
                + "  "
                + status.path("pops").asInt()
                + " PoPs, links: "
                + up
                + " up, "
                + degraded
                + " degraded, "
                + down
                + " down, "
                + unknown
                + " unknown, plan "
                + status.path("plan").asLong()
                + (phase.equals("FIRST_UPDATE") ? "" : ", start-up: " + phase);
    }

    private String trouble(long nowNs, String text) {
        return "no answer for "
                + Figures.seconds((nowNs - troubleSinceNs) / 1_000_000_000L)
                + (answered ? ", this is what was known; trying again: " : ", trying again: ")
                + text;
    }

    private String tabs() {
        Row.Place place = behind.peek();
        StringBuilder text = new StringBuilder();
        for (View one : View.values()) {
            String name = (one.ordinal() + 1) + " " + one.title();
            text.append(one == view ? "[" + name + "]" : " " + name + " ").append(' ');
        }
        if (place != null) {
            return text.append(" ").append(Detail.title(place)).toString();
        }
        text.append(" sort: ").append(sort()).append(reversed ? " reversed" : "");
        if (!filter.isEmpty()) {
            text.append("  PoP: ").append(filter);
        }
        if (view == View.LINKS && linkQuery().containsKey("bad")) {
            text.append("  only links in trouble: / names a PoP for all of its");
        }
        return text.toString();
    }
}
