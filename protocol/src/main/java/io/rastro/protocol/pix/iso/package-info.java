/** The ISO 20022 messages of the SPI, as far as Pix events are made of them. */
@org.jspecify.annotations.NullMarked
package io.rastro.protocol.pix.iso;
