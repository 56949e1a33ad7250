/**
 * Who is at the other end: TLS 1.3 with certificates on both sides, from files in a folder that is
 * read again when it changes.
 *
 * <p>Needs nothing but the JDK, so that commands and processes of all kinds can use it; it signs
 * nothing ({@code rhumb.pki} does) and opens no socket. Who a certificate belongs to stands in it
 * as a URI such as {@code rhumb://pop/sin} (RFC 5280 section 4.2.1.6); names of hosts are not
 * looked at.
 *
 * <p>Reading order: {@link rhumb.host.tls.Identity}, {@link rhumb.host.tls.Credentials}, {@link
 * rhumb.host.tls.TlsFolder}, {@link rhumb.host.tls.PeerCheck}, {@link rhumb.host.tls.TlsDoor}.
 */
@NullMarked
package rhumb.host.tls;

import org.jspecify.annotations.NullMarked;
