package io.pullway.rating.web;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A text of at most 1,000 characters (code points), line breaks and tabs allowed; may be absent. */
@Pattern(
        regexp = "[\\t\\n\\r[^\\p{Cs}\\p{Cc}]]{0,1000}",
        message = "must have at most 1000 characters, without control characters or unpaired surrogates")
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface LongText {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
