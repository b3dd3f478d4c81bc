package io.rastro.parcel;

/** Everything is published: written when the parcel leaves memory. */
public record ParcelDrained(long publishedUpTo) implements ParcelEvent {}
