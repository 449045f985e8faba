package io.pullway.once;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands for the one of the module {@code once-only}, which the extension knows by its name alone. */
@Retention(RetentionPolicy.RUNTIME)
public @interface OnceOnly {}
