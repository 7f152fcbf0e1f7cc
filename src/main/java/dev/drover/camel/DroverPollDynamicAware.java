package dev.drover.camel;

import org.apache.camel.component.file.GenericFilePollDynamicAware;
import org.apache.camel.spi.annotations.PollDynamic;

/** The same for named endpoints. */
@PollDynamic("drover")
public class DroverPollDynamicAware extends GenericFilePollDynamicAware {}
