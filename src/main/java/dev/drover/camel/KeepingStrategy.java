package dev.drover.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a file that failed where it was when the exchange says that the file is not to blame: {@code moveFailed} is for
 * files that would fail again, and a server that is down for an hour must not empty a drop folder into it. A file that does
 * leave goes below the root of the endpoint, and replaces no other one.
 */
class KeepingStrategy<T> extends ServiceSupport implements GenericFileProcessStrategy<T>, CamelContextAware {
    /** Exchange property of type Boolean: the failure of this exchange is not the fault of its file. */
    static final String KEEP = "DroverKeepFile";

    /** Exchange property: when work on the file began, as {@link System#nanoTime} tells it. */
    static final String BEGIN = "DroverFileBegin";

    private static final String PATH = "DroverFilePath";

    private final GenericFileProcessStrategy<T> strategy;
    private final Leaving<T> leaving;

    /**
     * @param strategy what takes a file
     * @param exit where it may go afterwards
     */
    KeepingStrategy(GenericFileProcessStrategy<T> strategy, Exit<T> exit) {
        this.strategy = strategy;
        this.leaving = Leaving.like(strategy, exit);
    }

    /** What decides about everything else. */
    GenericFileProcessStrategy<T> inner() {
        return strategy;
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<T> operations, GenericFileEndpoint<T> endpoint)
            throws Exception {
        strategy.prepareOnStartup(operations, endpoint);
    }

    @Override
    public boolean begin(
            GenericFileOperations<T> operations,
            GenericFileEndpoint<T> endpoint,
            Exchange exchange,
            GenericFile<T> file)
            throws Exception {
        leaving.require(operations, exchange, file, Boolean.TRUE.equals(endpoint.isIdempotent()));
        exchange.setProperty(PATH, file.getAbsoluteFilePath());
        boolean begun = leaving.strategy().begin(operations, endpoint, exchange, file);
        exchange.setProperty(BEGIN, System.nanoTime());
        return begun;
    }

    @Override
    public void abort(
            GenericFileOperations<T> operations,
            GenericFileEndpoint<T> endpoint,
            Exchange exchange,
            GenericFile<T> file)
            throws Exception {
        strategy.abort(operations, endpoint, exchange, file);
    }

    @Override
    public void commit(
            GenericFileOperations<T> operations,
            GenericFileEndpoint<T> endpoint,
            Exchange exchange,
            GenericFile<T> file)
            throws Exception {
        leaving.strategy().commit(operations, endpoint, exchange, file);
    }

    @Override
    public void rollback(
            GenericFileOperations<T> operations,
            GenericFileEndpoint<T> endpoint,
            Exchange exchange,
            GenericFile<T> file)
            throws Exception {
        if (!isKept(exchange)) {
            leaving.strategy().rollback(operations, endpoint, exchange, file);
            return;
        }
        try {
            takeBackPreMove(operations, exchange, file);
        } finally {
            // Not rollback, which would move it; abort lets go of locks and of what was fetched.
            strategy.abort(operations, endpoint, exchange, file);
        }
    }

    // Camel asks nobody whether the file is to blame when it breaks an exchange off to stop. It is not.
    static boolean isKept(Exchange exchange) {
        Boolean said = exchange.getProperty(KEEP, Boolean.class);
        return said != null ? said : isStopping(exchange.getContext());
    }

    private static boolean isStopping(CamelContext context) {
        return context.isStopping()
                || context.isStopped()
                || context.getShutdownStrategy().isForceShutdown();
    }

    private void takeBackPreMove(GenericFileOperations<T> operations, Exchange exchange, GenericFile<T> file) {
        String original = exchange.getProperty(PATH, String.class);
        if (!file.getAbsoluteFilePath().equals(original)) {
            WayBack.take(operations, file.getAbsoluteFilePath(), original);
        }
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return strategy instanceof CamelContextAware aware ? aware.getCamelContext() : null;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        CamelContextAware.trySetCamelContext(strategy, context);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(strategy);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(strategy);
    }
}
