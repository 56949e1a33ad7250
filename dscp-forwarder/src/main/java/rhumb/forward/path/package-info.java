/**
 * Which of a route's candidate paths is in use, and whether paths answer.
 *
 * <p>{@link rhumb.forward.path.PathSelector} decides, from the rules, from what the agent says of
 * links ({@link rhumb.forward.path.HealthTable}) and from silence of whole paths ({@link
 * rhumb.forward.path.PathLiveness} probes them). Nothing here sees a packet of media.
 */
@NullMarked
package rhumb.forward.path;

import org.jspecify.annotations.NullMarked;
