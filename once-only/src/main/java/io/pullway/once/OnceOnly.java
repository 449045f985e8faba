package io.pullway.once;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The effect of this resource method happens once, however often its request is delivered. For a blocking
 * Jakarta REST method whose effect is what it writes to the default datasource.
 *
 * <p>The method runs in one transaction with a row that holds its answer. A further delivery of the same
 * request finds the row and gets the same status, header fields and body bytes without running the method.
 * Nothing stays behind, and a further delivery runs the method again, when it throws (checked or unchecked)
 * or answers 401, 403, 429 or 503, which say that nothing has happened: the transaction is rolled back then.
 *
 * <p>What the method does outside that transaction (calls, files, messages) may happen more than once.
 */
@Documented
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface OnceOnly {}
