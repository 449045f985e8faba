package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.RequestId;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class RequestIdInLogTest {
    private final RequestId id = RequestId.next();

    @Test
    void aLineThatNamesARequestHasItsIdAsAField() {
        assertThat(logged("event=not-stored request=%s code=%d", id, 503).getMdc("requestId"))
                .isEqualTo(id.text());
    }

    @Test
    void everyOtherLineIsAsItWas() {
        assertThat(logged("event=tick-failed").getMdcCopy()).isEmpty();
        assertThat(logged("event=keys-read location=%s", id.text()).getMdcCopy())
                .as("texts may be anything")
                .isEmpty();
        assertThat(new RequestIdInLog().isLoggable(new LogRecord(Level.INFO, "of another framework")))
                .isTrue();
    }

    private static ExtLogRecord logged(String format, Object... named) {
        ExtLogRecord line = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, "logger");
        line.setParameters(named);
        assertThat(new RequestIdInLog().isLoggable(line)).isTrue();
        return line;
    }
}
