/**
 * A small certificate authority: a folder with its key, what it issued, what it revoked, and tokens
 * that are waiting to be redeemed.
 *
 * <p>Signs by Bouncy Castle; that what it signed is judged rightly is {@code rhumb.host.tls}'s.
 * Every call reads the folder anew and changes it under a lock, so that a controller and commands
 * can use the same one.
 *
 * <p>Reading order: {@link rhumb.pki.Token}, {@link rhumb.pki.Authority}, {@link rhumb.pki.Signer},
 * {@link rhumb.pki.NodeKeys}.
 */
@NullMarked
package rhumb.pki;

import org.jspecify.annotations.NullMarked;
