package io.pullway.rating.web;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Who is refused hears it as a {@link Problem}, with the challenge of RFC 6750 §3. (One mapper of everything does not
 * reach these: Quarkus has its own for each of them.) Nothing is said of what is wrong with a token: whoever forges one
 * would learn from it.
 */
class AccessRefusals {
    private static final String CHALLENGE = "Bearer realm=\"pullway\"";

    /** Credentials came, and are not to be believed. */
    @ServerExceptionMapper
    Response refuse(AuthenticationFailedException refused, HttpHeaders request) {
        boolean token = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        return Problem.unauthorized(token ? "The token is not valid." : "The API key is not valid.")
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE, token ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE)
                .build();
    }

    /** None came, and without it does not go. */
    @ServerExceptionMapper
    Response refuse(UnauthorizedException refused) {
        return Problem.unauthorized(null)
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
                .build();
    }

    /** They are not enough. */
    @ServerExceptionMapper
    Response refuse(ForbiddenException refused) {
        return Problem.of(403).response().build();
    }
}
