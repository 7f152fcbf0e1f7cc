package dev.drover.camel;

import org.apache.camel.component.file.GenericFileSendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;

/** Lets {@code toD} use one endpoint for names that change from message to message. */
@SendDynamic("ftp")
public class FtpSendDynamicAware extends GenericFileSendDynamicAware {}
