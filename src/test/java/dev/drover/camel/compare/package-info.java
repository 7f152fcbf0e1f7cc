/** The component beside camel-ftp: the same URIs, each in a class loader of its own, and what comes out of it. */
package dev.drover.camel.compare;
