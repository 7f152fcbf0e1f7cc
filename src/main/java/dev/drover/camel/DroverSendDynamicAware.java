package dev.drover.camel;

import org.apache.camel.component.file.GenericFileSendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;

/** The same for named endpoints. */
@SendDynamic("drover")
public class DroverSendDynamicAware extends GenericFileSendDynamicAware {}
