package io.pullway.proxy;

import io.pullway.wire.RequestId;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Gives a line of the log that names a request its id as the field {@code mdc.requestId}, as lines of services have it: whoever
 * logs hands over the {@link RequestId} itself. Lets every line pass. Any thread may call.
 */
@LoggingFilter(name = "request-id")
public final class RequestIdInLog implements Filter {
    private static final String FIELD = "requestId";

    @Override
    public boolean isLoggable(LogRecord line) {
        Object[] named = line.getParameters();
        if (named != null && line instanceof ExtLogRecord fields) {
            for (Object each : named) {
                if (each instanceof RequestId id) {
                    fields.putMdc(FIELD, id.text());
                }
            }
        }
        return true;
    }
}
