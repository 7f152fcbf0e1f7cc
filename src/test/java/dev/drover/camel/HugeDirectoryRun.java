package dev.drover.camel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Polls in a JVM of its own, with little memory: {@code uri files}. Prints the names of so many files, and ends. */
final class HugeDirectoryRun {
    private HugeDirectoryRun() {}

    public static void main(String[] args) throws Exception {
        CountDownLatch files = new CountDownLatch(Integer.parseInt(args[1]));
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getShutdownStrategy().setTimeout(1);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(args[0]).process(exchange -> {
                        System.out.println(exchange.getIn().getHeader(Exchange.FILE_NAME));
                        files.countDown();
                    });
                }
            });
            camel.start();
            if (!files.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError(files.getCount() + " files did not come");
            }
        }
    }
}
