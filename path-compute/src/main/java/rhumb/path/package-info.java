@org.jspecify.annotations.NullMarked
package rhumb.path;
