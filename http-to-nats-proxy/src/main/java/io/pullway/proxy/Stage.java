package io.pullway.proxy;

import io.pullway.wire.ProblemType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a request passes on its way to its answer, and the problems that it may end with there. The document of the API says
 * by this, and by nothing else, with which of them the platform may answer an operation.
 */
enum Stage {
    /** Whatever is sent to the proxy's port. */
    ARRIVAL(
            ProblemType.TARGET_TOO_LONG,
            ProblemType.HEADERS_TOO_LARGE,
            ProblemType.OVERLOADED,
            ProblemType.RATE_LIMITED),

    /** Who sends it is looked at, see {@link Reception}. */
    RECEPTION(ProblemType.UNAUTHORIZED),

    /** A token is put in the place of a browser's session, see {@link SessionDoor}. */
    SESSION(ProblemType.SESSION_ENDED, ProblemType.NOT_ACCEPTED),

    /** A browser may have been made to send it by another site. */
    ORIGIN(ProblemType.CROSS_SITE),

    /** It is for those of one group only, see {@link AdminDoor}. */
    ADMINS(ProblemType.UNAUTHORIZED, ProblemType.FORBIDDEN, ProblemType.NOT_ACCEPTED),

    /** A message is made of it. */
    MESSAGE(ProblemType.BAD_REQUEST, ProblemType.BAD_TARGET, ProblemType.BODY_TOO_LARGE),

    /** It carries an {@code Idempotency-Key}. */
    KEY(ProblemType.BAD_KEY, ProblemType.STILL_RUNNING, ProblemType.KEY_REUSED),

    /** NATS stores it, if somebody is there to work on it. */
    STORING(ProblemType.NO_SUCH_RESOURCE, ProblemType.NOT_ACCEPTED, ProblemType.NO_INSTANCE, ProblemType.OVERLOADED),

    /** A service works on it. */
    WORK(
            ProblemType.NOT_STARTED,
            ProblemType.OUTCOME_UNKNOWN,
            ProblemType.GAVE_UP,
            ProblemType.UNSUPPORTED_VERSION,
            ProblemType.ANSWER_TOO_LARGE,
            ProblemType.BAD_ANSWER),

    /** It is delivered a second time, and not run again because that is not safe. */
    REPETITION(502, ProblemType.OUTCOME_UNKNOWN);

    /** What may be over later: whoever hears of them is told when to come again. */
    private static final Set<ProblemType> PASSING = EnumSet.of(
            ProblemType.OVERLOADED,
            ProblemType.NOT_ACCEPTED,
            ProblemType.NO_INSTANCE,
            ProblemType.RATE_LIMITED,
            ProblemType.STILL_RUNNING);

    private static final int THAT_OF_THE_TYPE = 0;

    private final int status;
    private final List<ProblemType> types;

    Stage(ProblemType... types) {
        this(THAT_OF_THE_TYPE, types);
    }

    Stage(int status, ProblemType... types) {
        this.status = status;
        this.types = List.of(types);
    }

    /** One of each kind, as the proxy might tell it. */
    List<Outcome.Failed> problems() {
        return types.stream()
                .map(type -> example(type, status == THAT_OF_THE_TYPE ? type.status() : status))
                .toList();
    }

    /** One of this kind, as the proxy might tell it. */
    static Outcome.Failed example(ProblemType type) {
        return example(type, type.status());
    }

    private static Outcome.Failed example(ProblemType type, int status) {
        return new Outcome.Failed(type, status, type.title() + ".", PASSING.contains(type) ? 1 : 0);
    }
}
