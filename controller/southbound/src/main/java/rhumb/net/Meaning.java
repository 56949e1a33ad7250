package rhumb.net;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of a configuration means, beside the record component that holds it: the one text for
 * the reference, for editors (JSON Schema) and for who reads the code. Words that stand in a file
 * are in backticks; what a missing key means begins with "left out:".
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Meaning {
    String value();
}
