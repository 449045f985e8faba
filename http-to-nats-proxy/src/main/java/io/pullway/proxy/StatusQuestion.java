package io.pullway.proxy;

import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.Principal;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordWrite;
import io.pullway.wire.record.StatusReader;
import java.io.IOException;

/**
 * Asks how far an asynchronous request has come, at {@code /-/requests/<resource>/<id>} below the API root.
 *
 * @param principal who asks; only who made the request is told
 */
record StatusQuestion(String resource, RequestId id, Principal principal) {
    static final String PATH = "/-/requests/";

    /** Several may settle at the same time; who loses reads what the other wrote. */
    private static final int ATTEMPTS = 5;

    /** The question in the target, or null if it holds none. */
    static StatusQuestion of(String target, Principal principal) {
        int query = target.indexOf('?');
        String[] parts = target.substring(PATH.length(), query < 0 ? target.length() : query)
                .split("/", -1);
        RequestId id = parts.length == 2 ? RequestId.parse(parts[1]) : null;
        return id != null && Subjects.isName(parts[0]) ? new StatusQuestion(parts[0], id, principal) : null;
    }

    /** Where the question is asked, below the API root. */
    static String path(String resource, RequestId id) {
        return PATH + resource + "/" + id.text();
    }

    static Outcome notFound() {
        return Outcome.failed(
                ProblemType.NO_SUCH_REQUEST,
                "There is no such request, its answer is not kept any more, or it is not yours.");
    }

    /** Blocks for some round trips. @throws IOException if the record cannot be read */
    Outcome outcome(ClaimedForwarder.Room room) throws IOException, InterruptedException {
        StatusReader reader = new StatusReader(id, principal.text(), room.instance());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            AnswerRecord current = switch (room.port().read(resource, id)) {
                case ReadResult.Found(AnswerRecord record) -> record;
                case ReadResult.Absent() -> null;
                case ReadResult.NoStream none -> throw new NoStreamException(resource);
                case ReadResult.Unavailable(String reason) -> throw new IOException(reason);
            };
            if (current == null) {
                return notFound();
            }
            long now = room.port().nowMillis(resource);
            switch (AskerView.rules(current.request().kind()).reads(current, reader, now)) {
                case Decision.NotFound() -> {
                    return notFound();
                }
                case Decision.Pending(AnswerRecord pending) -> {
                    return new Outcome.Pending(pending.state().token().equals("started"));
                }
                case Decision.Give(AnswerRecord given) -> {
                    return Outcome.of(given.message().response());
                }
                case Decision.Settle(RecordWrite write) -> room.port().write(resource, id, write);
            }
        }
        throw new IOException("the record changed at each attempt to settle it");
    }
}
