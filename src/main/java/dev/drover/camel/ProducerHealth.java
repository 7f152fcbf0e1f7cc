package dev.drover.camel;

import dev.drover.ftp.FtpException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Readiness of a producer: whether its server can be reached and takes the login. */
final class ProducerHealth extends AbstractHealthCheck {
    private final FtpProducer producer;
    private final WritableHealthCheckRepository repository;

    private ProducerHealth(FtpProducer producer, WritableHealthCheckRepository repository) {
        super(
                "camel",
                "producer:ftp-" + producer.getEndpoint().getConfiguration().getHost());
        this.producer = producer;
        this.repository = repository;
    }

    /** Adds the check where health checks of producers are kept; null where they are not. */
    static @Nullable ProducerHealth register(FtpProducer producer) {
        CamelContext context = producer.getEndpoint().getCamelContext();
        WritableHealthCheckRepository repository =
                HealthCheckHelper.getHealthCheckRepository(context, "producers", WritableHealthCheckRepository.class);
        if (repository == null) {
            return null;
        }
        ProducerHealth health = new ProducerHealth(producer, repository);
        health.setEnabled(producer.getEndpoint().getComponent().isHealthCheckProducerEnabled());
        repository.addHealthCheck(health);
        return health;
    }

    void unregister() {
        repository.removeHealthCheck(this);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            producer.operations().server().probe();
            builder.up();
        } catch (FtpException e) {
            builder.down();
            builder.message("FtpProducer is not ready");
            builder.detail("serviceUrl", producer.getEndpoint().getServiceUrl());
            builder.error(e);
            Failures.replyOf(e).ifPresent(reply -> {
                builder.detail("ftp.code", reply.code());
                builder.detail("ftp.reason", Failures.asSent(reply));
            });
        }
    }
}
