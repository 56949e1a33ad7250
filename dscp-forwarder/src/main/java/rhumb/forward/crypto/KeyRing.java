package rhumb.forward.crypto;

import java.util.List;
import java.util.random.RandomGenerator;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.PublicKey;

/**
 * The own keys that a forwarder takes packets for.
 *
 * @param keys of different generations, the newest last; 1 or {@value KeyRule#MAX_KEYS}
 */
public record KeyRing(List<OwnKey> keys) {
    public KeyRing {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > KeyRule.MAX_KEYS) {
            throw new IllegalArgumentException(keys.size() + " own keys: expected 1 or 2");
        }
    }

    /** The ring of a forwarder that never had one. */
    public static KeyRing first(RandomGenerator random) {
        return new KeyRing(List.of(OwnKey.make(random.nextInt(256), random)));
    }

    /** This ring with a new key, and of the old ones only the newest. */
    public KeyRing next(RandomGenerator random) {
        return new KeyRing(
                List.of(newest(), OwnKey.make(newest().generation() + 1 & 0xff, random)));
    }

    public OwnKey newest() {
        return keys.getLast();
    }

    public OwnKey oldest() {
        return keys.getFirst();
    }

    public List<PublicKey> publicKeys() {
        return keys.stream().map(OwnKey::publicKey).toList();
    }
}
