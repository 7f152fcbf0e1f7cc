package dev.drover.route;

import dev.drover.request.QueueLimits;
import dev.drover.request.RequestReader;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Says of each message what the queue that it came from takes. Camel sets the options before the route starts. */
public final class RequestLimits implements Processor {
    private static final String KEY = "DroverQueueLimits";

    private int maxBody = RequestReader.MAX_BYTES;
    private List<String> submitters = List.of();
    private boolean allowDryRun = true;

    @Override
    public void process(Exchange exchange) {
        exchange.setProperty(KEY, new QueueLimits(maxBody, submitters, allowDryRun));
    }

    static QueueLimits of(Exchange exchange) {
        QueueLimits limits = exchange.getProperty(KEY, QueueLimits.class);
        return limits == null ? QueueLimits.NONE : limits;
    }

    /** In bytes. */
    public void setMaxBody(int maxBody) {
        this.maxBody = maxBody;
    }

    /** Globs, divided by commas. */
    public void setSubmitters(String submitters) {
        this.submitters = Words.list(submitters);
    }

    public void setAllowDryRun(boolean allowDryRun) {
        this.allowDryRun = allowDryRun;
    }
}
