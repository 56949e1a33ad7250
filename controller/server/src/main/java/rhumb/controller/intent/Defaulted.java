package rhumb.controller.intent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a record component: a document may leave it out, and the compact constructor puts its usual
 * value for null (for a number: for 0). Binders know the annotation by its name, so that intent
 * need not know them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Defaulted {}
