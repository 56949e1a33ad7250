package rhumb.forward.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.ServiceRule;

/** What streams need to know of the rules and of the health of paths. */
public interface StreamPaths {
    /** Number of the PoP this runs at; 0 while there are no rules. */
    int self();

    /** The path over which to pull from this PoP now; null when there is none. */
    @Nullable PathRule active(int pop);

    /** All installed paths over which to pull from this PoP, best first. */
    List<PathRule> candidates(int pop);

    /** Where relay connections over this link go; null when the label is not known. */
    @Nullable Endpoint hop(Label label);

    @Nullable ServiceRule service(int number);

    /** Whether an incoming chain may come from there. */
    boolean isNeighbor(Endpoint from);
}
