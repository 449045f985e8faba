package io.pullway.proxy.signin;

/** What the provider gave for a code or a refresh token. */
sealed interface Grant {
    /**
     * @param refreshToken may be null
     * @param idToken verified; null after a refresh
     */
    record Tokens(String accessToken, String refreshToken, String idToken) implements Grant {
        /** Without the tokens. */
        @Override
        public String toString() {
            return "Tokens[]";
        }
    }

    /** The provider, or what was to be verified of its answer, says no. @param reason for the log */
    record Refused(String reason) implements Grant {}

    /** The provider cannot be reached, or is not able to answer. @param reason for the log */
    record Unavailable(String reason) implements Grant {}
}
