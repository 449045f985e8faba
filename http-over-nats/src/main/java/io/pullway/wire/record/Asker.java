package io.pullway.wire.record;

import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestId;

/**
 * Who wants the answer to a keyed or asynchronous request.
 *
 * @param request as it would be claimed now: its deadline is the end of the asker's own budget
 * @param instance name of the proxy, for people
 */
public record Asker(RequestId id, RecordEnvelope.Request request, String instance) {

    /**
     * What an asker has done so far.
     *
     * @param seen sequence of the claim that it wrote, or of the record that it last decided to wait for; 0 when
     *     it asks for the first time. Older records are not heeded
     * @param published sequence of the claim for which it published the request and saw the PubAck; 0 for none
     */
    public record Progress(long seen, long published) {
        public static final Progress NONE = new Progress(0, 0);
    }
}
