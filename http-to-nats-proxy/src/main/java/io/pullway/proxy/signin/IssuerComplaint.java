package io.pullway.proxy.signin;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * What is wrong with an answer of the provider, for the log. Messages of the libraries hold tokens and bodies of
 * answers: of those nothing gets there but codes.
 */
final class IssuerComplaint {
    /** RFC 6749 section 5.2: the code or the refresh token is no good, any more or at all. */
    private static final String INVALID_GRANT = "invalid_grant";

    private static final Pattern CODE = Pattern.compile("[a-z_]{1,64}");

    private IssuerComplaint() {}

    static String of(InvalidJwtException e) {
        return e.getErrorDetails().stream()
                .map(error -> because(error.getErrorCode()))
                .distinct()
                .collect(Collectors.joining(", ", "its ID token is not good: ", ""));
    }

    /** What came of a call that got this answer instead of tokens. */
    static Grant ofAnswer(String answer) {
        String code = code(answer);
        return code.equals(INVALID_GRANT) ? new Grant.Refused(code) : new Grant.Unavailable(code);
    }

    /** What came of a call that got no answer. */
    static Grant ofFailure(RuntimeException failure) {
        // Of a connection it tells where to, and holds nothing that came over it.
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof IOException || each instanceof TimeoutException) {
                return new Grant.Unavailable(each.toString());
            }
        }
        return new Grant.Unavailable(failure.getClass().getName());
    }

    private static String because(int code) {
        return switch (code) {
            case ErrorCodes.EXPIRED, ErrorCodes.EXPIRATION_MISSING -> "exp";
            case ErrorCodes.AUDIENCE_INVALID, ErrorCodes.AUDIENCE_MISSING -> "aud";
            case ErrorCodes.ISSUER_INVALID, ErrorCodes.ISSUER_MISSING -> "iss";
            case ErrorCodes.SIGNATURE_INVALID, ErrorCodes.SIGNATURE_MISSING -> "signature";
            case ErrorCodes.MISCELLANEOUS -> "its key, its nonce or another claim";
            default -> "error " + code + " of jose4j";
        };
    }

    private static String code(String answer) {
        try {
            String error = new JsonObject(answer).getString("error", "");
            return CODE.matcher(error).matches() ? error : "an error without a code";
        } catch (DecodeException | ClassCastException e) {
            return "no answer of OAuth 2";
        }
    }
}
