@NullMarked
package rhumb.controller;

import org.jspecify.annotations.NullMarked;
