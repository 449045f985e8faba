package io.pullway.wire.record;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ResponseEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The application of the model: each run that has an effect is written down and answers differently. */
final class Application {
    enum Sort {
        UNSAFE,
        ONCE_ONLY,
        IDEMPOTENT
    }

    private final Sort sort;
    private final Random random;
    private final History history;
    private HttpResponseMessage row;
    private boolean busy = true;

    Application(Sort sort, Random random, History history) {
        this.sort = sort;
        this.random = random;
        this.history = history;
    }

    boolean isRepeatable() {
        return sort != Sort.UNSAFE;
    }

    /** From now on it never says that it has no time. */
    void heal() {
        busy = false;
    }

    HttpResponseMessage run(Runner runner, AnswerRecord recordThen) {
        if (row != null) {
            return row;
        }
        if (busy && random.nextInt(8) == 0) {
            return answer(runner, 503);
        }
        history.effect(runner.claim(), isRepeatable(), recordThen, runner.nonce());
        HttpResponseMessage answer = answer(runner, random.nextInt(4) == 0 ? 500 : 201);
        row = sort == Sort.ONCE_ONLY ? answer : null;
        return answer;
    }

    private HttpResponseMessage answer(Runner runner, int status) {
        byte[] body = ("run " + history.effects()).getBytes(StandardCharsets.US_ASCII);
        return new HttpResponseMessage(
                new ResponseEnvelope(runner.id(), "s", 0, null), status, new FieldLines(), Body.of(body));
    }
}
