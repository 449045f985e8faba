package io.pullway.events;

import io.pullway.wire.letters.EventRedrive;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells an event again, for whoever could not work on it, to all consumers: those that have done it know it by its own id.
 * What is told is what this service's stream has at the place that is named, and nothing that somebody sends. Any thread
 * may call; each call blocks.
 */
@Singleton
class EventRedrives {
    private static final Logger LOG = Logger.getLogger(EventRedrives.class);

    private final EventsLink link;
    private final EventStream stream;
    private final CloudEvents events;

    EventRedrives(EventsLink link, EventStream stream, CloudEvents events) {
        this.link = link;
        this.stream = stream;
        this.events = events;
    }

    /** What became of it. */
    enum Verdict {
        /** It stands in the stream again, and is stored. */
        TOLD,

        /** Nothing stands at that place any more. */
        GONE,

        /** That place is in no stream of this service, or what stands there is not what was meant. */
        ANOTHER,

        /** NATS does not tell, or takes nothing; nothing was told. */
        NOT_NOW,

        /** NATS has not said whether it was stored. */
        UNKNOWN
    }

    Verdict tellAgain(EventRedrive redrive) {
        if (!redrive.stream().equals(link.stream())) {
            return Verdict.ANOTHER;
        }
        Optional<EventStream.Entry> told;
        try {
            told = stream.at(redrive.sequence());
        } catch (IOException e) {
            LOG.warnf("event=not-told-again letter=%s reason=\"%s\"", redrive.letter(), e.getMessage());
            return Verdict.NOT_NOW;
        }
        if (told.isEmpty()) {
            return Verdict.GONE;
        }
        return isMeant(told.get(), redrive) ? tellAgain(told.get(), redrive) : Verdict.ANOTHER;
    }

    private boolean isMeant(EventStream.Entry told, EventRedrive redrive) {
        if (!told.subject().startsWith("event." + redrive.resource() + ".")
                || !EventRedrive.digest(told.octets()).equals(redrive.digest())) {
            return false;
        }
        try {
            events.read(told.octets(), told.place());
            return true;
        } catch (MalformedEventException e) {
            return false;
        }
    }

    private Verdict tellAgain(EventStream.Entry told, EventRedrive redrive) {
        try {
            stream.tellAgain(told, redrive.id(), redrive.letter());
            LOG.infof(
                    "event=told-again letter=%s subject=%s sequence=%d",
                    redrive.letter(), told.subject(), told.place());
            return Verdict.TOLD;
        } catch (EventStream.NotStoredException e) {
            LOG.warnf("event=not-told-again letter=%s reason=\"%s\"", redrive.letter(), e.getMessage());
            return Verdict.NOT_NOW;
        } catch (IOException e) {
            LOG.warnf("event=perhaps-told-again letter=%s reason=\"%s\"", redrive.letter(), e.getMessage());
            return Verdict.UNKNOWN;
        }
    }
}
