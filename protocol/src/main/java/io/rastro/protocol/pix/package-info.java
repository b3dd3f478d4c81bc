/** What happens on a Pix account: as it is written down, and as it is told in the formats of providers and of the SPI. */
@org.jspecify.annotations.NullMarked
package io.rastro.protocol.pix;
