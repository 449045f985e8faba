package io.pullway.proxy.identity;

import io.pullway.wire.record.Principal;
import java.util.Set;

/** What the proxy knows of who sent a request. */
public sealed interface Caller {
    /**
     * Bears a token that the proxy has verified.
     *
     * @param principal issuer and subject of the token
     * @param groups what it says that its subject may do ({@link RolesClaim}); none where it does not say
     * @param untilMillis when the token expires, in milliseconds since 1970
     */
    record Verified(Principal principal, Set<String> groups, long untilMillis) implements Caller {}

    /** Bears nothing that the proxy verifies. What it bears instead is the service's to judge. */
    record Unverified() implements Caller {}

    /** Bears a token, and the keys to verify it cannot be had at the moment. */
    record Unverifiable() implements Caller {}

    /**
     * Bears a token that is not good.
     *
     * @param reason one sentence for the client, without quotes and backslashes
     */
    record Refused(String reason) implements Caller {}
}
