package io.pullway.proxy;

import io.pullway.proxy.identity.Caller;
import io.pullway.proxy.letters.LetterDesk;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.letters.LetterException;
import io.pullway.wire.letters.LetterStream;
import io.pullway.wire.letters.Redrive;
import io.pullway.wire.letters.StoredLetter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The platform's own paths for its dead letters, below the API root: {@code /-/dead-letters} lists them, {@code
 * /-/dead-letters/ID} shows and deletes one, {@code /-/dead-letters/ID/redrive} sends its request again, or has its event
 * told again. For those of the group {@code admin} only. Called on the client's event loop, where the outcome is told, too.
 */
final class LetterPaths {
    private static final Logger LOG = Logger.getLogger(LetterPaths.class);
    private static final String PATH = "/-/dead-letters";
    private static final Pattern TARGET = Pattern.compile(PATH + "(?:/(?<id>[^/?]+)(?<redrive>/redrive)?)?(?:\\?.*)?");
    private static final OffLoop<Outcome> OFF_LOOP = new OffLoop<>("dead-letters", LetterPaths::broken);

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final LetterDesk desk;
    private final EventOwners owners;
    private final String apiRoot;

    /** @param apiRoot under which the proxy is reached */
    LetterPaths(LetterDesk desk, EventOwners owners, String apiRoot) {
        this.desk = desk;
        this.owners = owners;
        this.apiRoot = apiRoot;
    }

    /** Does what a path is for. */
    private interface Work {
        Outcome done() throws LetterException, InterruptedException;
    }

    /** Whether the target is one of these paths. */
    static boolean takes(String target) {
        return target.startsWith(PATH) && TARGET.matcher(target).matches();
    }

    /** Those that the path of the target takes, as in {@code Allow}. */
    static String methods(String target) {
        Matcher path = path(target);
        if (path.group("redrive") != null) {
            return "POST";
        }
        return path.group("id") == null ? "GET, HEAD" : "GET, HEAD, DELETE";
    }

    /** Does what the target says, with one of its methods, and tells its outcome once, unless the client has gone. */
    void answer(HttpServerRequest request, String target, Caller caller, Consumer<Outcome> tell) {
        Outcome refusal = AdminDoor.refusal(caller);
        if (refusal != null) {
            tell.accept(refusal);
            return;
        }
        Matcher path = path(target);
        if (path.group("id") == null) {
            list(request, tell);
            return;
        }
        RequestId id = RequestId.parse(path.group("id"));
        if (id == null) {
            tell.accept(absent(path.group("id")));
        } else if (path.group("redrive") != null) {
            EventOwners.Asker asker = owners.asker(request);
            later(request, () -> redrive(id, caller, asker), tell);
        } else if (request.method() == HttpMethod.DELETE) {
            later(request, () -> delete(id, caller), tell);
        } else {
            later(request, () -> found(id, desk.read(id)), tell);
        }
    }

    private void list(HttpServerRequest request, Consumer<Outcome> tell) {
        MultiMap query = RequestHead.parameters(request);
        int limit = query == null ? 0 : (int) number(query, "limit", DEFAULT_LIMIT, MAX_LIMIT);
        long before = query == null ? 0 : number(query, "cursor", LetterStream.NEWEST, LetterStream.NEWEST);
        if (limit == 0 || before == 0) {
            tell.accept(Outcome.failed(
                    ProblemType.BAD_REQUEST,
                    "limit is 1 to " + MAX_LIMIT + ", and cursor stands in the link to the next part."));
        } else {
            later(request, () -> page(limit, desk.newest(before, limit)), tell);
        }
    }

    private Outcome page(int limit, LetterDesk.Page page) {
        FieldLines more = new FieldLines();
        if (page.next() > 0) {
            more.add("link", "<" + apiRoot + PATH + "?limit=" + limit + "&cursor=" + page.next() + ">; rel=\"next\"");
        }
        return Outcome.json(page.json(), more);
    }

    private Outcome redrive(RequestId id, Caller caller, EventOwners.Asker asker)
            throws LetterException, InterruptedException {
        List<StoredLetter> letters = desk.of(id);
        if (letters.isEmpty()) {
            return absent(id.text());
        }
        StoredLetter newest = letters.getLast();
        if (!newest.isEvent()) {
            return redriven(letters, desk.redrive(newest), caller);
        }
        return switch (owners.tellAgain(newest, asker)) {
            case EventOwners.Answer.Told(Redrive.Result told) -> redriven(letters, told, caller);
            case EventOwners.Answer.NotTold(Outcome outcome) -> outcome;
        };
    }

    private Outcome redriven(List<StoredLetter> letters, Redrive.Result result, Caller caller) {
        log("redriven", letters.getLast().letter().id(), caller);
        return Outcome.json(desk.redriven(letters, result), new FieldLines());
    }

    private Outcome delete(RequestId id, Caller caller) throws LetterException, InterruptedException {
        if (!desk.delete(id)) {
            return absent(id.text());
        }
        log("deleted", id, caller);
        return new Outcome.Found(204, new FieldLines().add("cache-control", "no-store"), Body.EMPTY);
    }

    /** Who did it: the principal is a digest, the same for the same person. */
    private static void log(String what, RequestId id, Caller caller) {
        String by = caller instanceof Caller.Verified verified
                ? verified.principal().text()
                : "nobody";
        LOG.infof("event=dead-letter-%s request=%s principal=%s", what, id, by);
    }

    private static Outcome found(RequestId id, Optional<String> json) {
        return json.map(told -> Outcome.json(told, new FieldLines())).orElseGet(() -> absent(id.text()));
    }

    private static Outcome absent(String id) {
        return Outcome.failed(ProblemType.NO_SUCH_REQUEST, "There is no dead letter " + id + ".");
    }

    private static void later(HttpServerRequest request, Work work, Consumer<Outcome> tell) {
        OFF_LOOP.run(request, () -> outcome(work), tell);
    }

    private static Outcome outcome(Work work) {
        try {
            return work.done();
        } catch (LetterException e) {
            // What NATS says is for operators.
            LOG.warnf("event=dead-letters-failed reason=\"%s\"", e.getMessage());
            return refusal(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable();
        }
    }

    private static Outcome refusal(LetterException e) {
        return switch (e.why()) {
            case NO_STREAM -> Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "This deployment keeps no dead letters.");
            case REFUSED, SILENT -> unreachable();
            case UNKNOWN ->
                Outcome.failed(
                        ProblemType.OUTCOME_UNKNOWN,
                        "NATS has not said whether it was done. Look before you try again.");
            case UNSUITABLE -> Outcome.failed(ProblemType.NOT_REDRIVABLE, e.getMessage());
        };
    }

    private static Outcome unreachable() {
        return Outcome.refusedForNow(
                ProblemType.NOT_ACCEPTED, "The dead letters cannot be reached at the moment. Nothing was changed.");
    }

    private static Outcome broken(RuntimeException e) {
        LOG.errorf(e, "event=dead-letters-broken");
        return Outcome.failed(ProblemType.OUTCOME_UNKNOWN, "It failed by a fault of ours. Look before you try again.");
    }

    /** 0 for what is none. @param absent where it is not in the query */
    private static long number(MultiMap query, String name, long absent, long most) {
        String text = query.get(name);
        if (text == null) {
            return absent;
        }
        long number = text.matches("[1-9][0-9]{0,17}") ? Long.parseLong(text) : 0;
        return number <= most ? number : 0;
    }

    private static Matcher path(String target) {
        Matcher path = TARGET.matcher(target);
        if (!path.matches()) {
            throw new IllegalArgumentException(target + " is none of these paths");
        }
        return path;
    }
}
