package io.rastro.sharding.remote;

/** A message that may cross to another node; every one of them has a {@link MessageKind}. */
public interface RemoteMessage {}
