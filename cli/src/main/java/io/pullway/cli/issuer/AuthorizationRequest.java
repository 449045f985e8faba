package io.pullway.cli.issuer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where somebody who signs in came from and goes back to (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
 *
 * @param state of the client; null without one
 * @param nonce of the client; null without one
 */
record AuthorizationRequest(String redirectUri, String state, String nonce, String codeChallenge) {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** @throws IllegalArgumentException with one sentence for people if the request is not to be answered */
    static AuthorizationRequest of(Map<String, String> parameters, String clientId) {
        require(clientId.equals(parameters.get("client_id")), "client_id is not " + clientId + ".");
        String redirectUri = parameters.getOrDefault("redirect_uri", "");
        require(isOfThisMachine(redirectUri), "redirect_uri does not lead to this machine.");
        require("code".equals(parameters.get("response_type")), "response_type is not code.");
        require("S256".equals(parameters.get("code_challenge_method")), "code_challenge_method is not S256.");
        String challenge = parameters.getOrDefault("code_challenge", "");
        require(CHALLENGE.matcher(challenge).matches(), "code_challenge is no SHA-256 in base64url.");
        return new AuthorizationRequest(redirectUri, parameters.get("state"), parameters.get("nonce"), challenge);
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(complaint);
        }
    }

    private static boolean isOfThisMachine(String text) {
        try {
            URI uri = new URI(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && THIS_MACHINE.contains(String.valueOf(uri.getHost()))
                    && uri.getFragment() == null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
