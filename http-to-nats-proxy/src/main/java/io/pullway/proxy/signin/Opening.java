package io.pullway.proxy.signin;

import java.util.List;

/** What a session cookie turned out to be. */
public sealed interface Opening {
    /**
     * A session that goes on.
     *
     * @param token for the request that brought it
     * @param who signed in
     * @param renewed what the cookie is to hold from now on; null if it stays as it is
     * @param untilMillis when the session ends, in milliseconds since 1970
     * @param againMillis when the cookie has to be opened anew
     */
    record Open(Token token, Who who, String renewed, long untilMillis, long againMillis) implements Opening {
        /** Without the token. */
        @Override
        public String toString() {
            return "Open[subject=" + who.subject() + "]";
        }
    }

    /** The access token of a session. @param untilMillis when it ends, in milliseconds since 1970 */
    record Token(String authorization, long untilMillis) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Token[untilMillis=" + untilMillis + "]";
        }
    }

    /** Who signed in. @param name for people; may be null */
    record Who(String subject, String name, List<String> roles) {}

    /** It is no session, any more or at all. @param reason one sentence for the client, without quotes and backslashes */
    record Over(String reason) implements Opening {}

    /** Its token has ended, and the provider cannot be asked for a new one at the moment. */
    record Unavailable() implements Opening {}
}
