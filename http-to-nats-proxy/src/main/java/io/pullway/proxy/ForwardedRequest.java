package io.pullway.proxy;

import io.pullway.proxy.identity.Caller;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestSubject;

/**
 * What is known of a request before its body is.
 *
 * @param target below the API root
 * @param mapped where it goes as a plain request
 * @param caller who sent it
 */
record ForwardedRequest(RequestId id, String target, RequestSubject.Mapped mapped, Caller caller) {}
