package io.rastro.protocol.pix.iso;

/**
 * One transaction of a message that is not taken.
 *
 * @param index its place in the message, from 0
 * @param field the first element or attribute found wrong, as a path from the transaction's own element:
 *     {@code PmtId/EndToEndId}, {@code IntrBkSttlmAmt/@Ccy}
 * @param reason what is wrong with it, to be read after the field's name: {@code appears twice}. Never repeats what was
 *     sent
 */
public record IsoRejection(int index, String field, String reason) {}
