package rhumb.southbound.message;

import java.util.List;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.PublicKey;

/**
 * The keys that a forwarder holds, told by itself whenever a session begins or a key is made.
 *
 * @param keys of different generations, the newest last; 1 or {@value KeyRule#MAX_KEYS}
 */
public record PublicKeys(List<PublicKey> keys) implements Message {
    public PublicKeys {
        keys = new KeyRule(0, keys).keys();
    }

    @Override
    public Kind kind() {
        return Kind.PUBLIC_KEYS;
    }
}
