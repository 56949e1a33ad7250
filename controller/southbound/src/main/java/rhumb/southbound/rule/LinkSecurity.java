package rhumb.southbound.rule;

/** How packets between PoPs are protected. */
public enum LinkSecurity {
    /** Not at all: whoever can write the address of a neighbour can inject. */
    NONE,
    /** Nobody else can make or change a packet; everybody on the way can read it. */
    AUTHENTICATE,
    /** Nobody else can make, change or read a packet. */
    ENCRYPT
}
