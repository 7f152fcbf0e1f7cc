package dev.drover.camel;

import org.apache.camel.component.file.GenericFilePollDynamicAware;
import org.apache.camel.spi.annotations.PollDynamic;

/** Lets {@code poll} and {@code pollEnrich} use one endpoint for names that change from message to message. */
@PollDynamic("ftp")
public class FtpPollDynamicAware extends GenericFilePollDynamicAware {}
