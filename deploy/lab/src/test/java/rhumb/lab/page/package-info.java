/**
 * The page of operators in a real browser: {@code Chromium} runs one without a screen, {@code Tab}
 * is talked to by the Chrome DevTools Protocol.
 */
@org.jspecify.annotations.NullMarked
package rhumb.lab.page;
