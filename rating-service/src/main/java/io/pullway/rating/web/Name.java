package io.pullway.rating.web;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A name: 1 to 100 characters (code points, as PostgreSQL counts), none of them a control character.
 * PostgreSQL stores neither U+0000 nor half a surrogate pair, and nobody's name has a line break.
 */
@NotNull(message = "is required") @Pattern(
        regexp = "[^\\p{Cc}\\p{Cs}]{1,100}",
        message = "must have 1 to 100 characters, without control characters or unpaired surrogates")
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Name {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
