/** How well the signals of Pix accounts find what a file marks as fraud. */
@NullMarked
package io.rastro.proving.fraud;

import org.jspecify.annotations.NullMarked;
