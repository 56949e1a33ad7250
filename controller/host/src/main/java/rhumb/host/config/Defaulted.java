package rhumb.host.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a record component: the file may leave it out, and the record's compact constructor puts its
 * default for null (for a primitive: for 0 or false). Components marked {@code @Nullable} may be
 * left out too and stay null; all others are required. An annotation of the same simple name
 * elsewhere counts as this one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Defaulted {}
