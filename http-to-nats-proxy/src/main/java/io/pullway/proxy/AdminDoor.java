package io.pullway.proxy;

import io.pullway.proxy.identity.Caller;
import io.pullway.wire.ProblemType;

/** Lets in who looks after the platform: whose token, verified by this proxy, names the group {@code admin}. */
final class AdminDoor {
    static final String GROUP = "admin";

    private AdminDoor() {}

    /** Why the caller may not, or null. */
    static Outcome refusal(Caller caller) {
        return switch (caller) {
            case Caller.Verified verified when verified.groups().contains(GROUP) -> null;
            case Caller.Verified verified ->
                Outcome.failed(ProblemType.FORBIDDEN, "This is for those of the group admin.");
            case Caller.Unverifiable unverifiable ->
                Outcome.refused(ProblemType.NOT_ACCEPTED, "The token cannot be verified at the moment.", 1);
            case Caller.Unverified unverified ->
                Reception.unauthorized("This needs a token of somebody of the group admin.");
            case Caller.Refused(String reason) -> Reception.unauthorized(reason);
        };
    }
}
