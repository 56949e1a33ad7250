package rhumb.controller.whatif;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.LinkState;
import rhumb.net.LinkId;
import rhumb.net.PopId;

/** One thing that is imagined to be otherwise; nothing of it is done. */
sealed interface Change {
    /** In the words an operator would use. */
    String text();

    /**
     * These links carry nothing.
     *
     * @param dead the PoP that is lost with them; null when only links are
     */
    record Down(String text, List<LinkId> links, @Nullable PopId dead) implements Change {
        public Down {
            links = List.copyOf(links);
        }
    }

    /** A link works again and is trusted. */
    record Up(String text, LinkId link) implements Change {}

    /** A link loses this much. */
    record Loss(String text, LinkId link, long lossPpm) implements Change {}

    /** A link takes this long, one way. */
    record Delay(String text, LinkId link, long delayNs) implements Change {}

    /** Links cost this much, cents per gigabyte. */
    record Price(String text, Map<LinkId, Integer> prices) implements Change {
        public Price {
            prices = Map.copyOf(prices);
        }
    }

    /**
     * There is one PoP more, with one uplink.
     *
     * @param links figures of its links, both ways; PoPs that are not in it have no link to it
     * @param assumed what these figures rest on
     * @param price of its uplink, cents per gigabyte
     */
    record NewPop(String text, PopId pop, List<Figure> links, int price, List<String> assumed)
            implements Change {
        public NewPop {
            links = List.copyOf(links);
            assumed = List.copyOf(assumed);
        }
    }

    /**
     * What a link of the new PoP is taken to be like.
     *
     * @param like has its figures and its judgement; null when it is clean
     * @param delayNs one way, for a clean one
     */
    record Figure(LinkId link, @Nullable LinkState like, long delayNs) {}
}
