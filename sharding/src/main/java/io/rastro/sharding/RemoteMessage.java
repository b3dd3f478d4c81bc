package io.rastro.sharding;

/** A message that may cross to another node; {@link MessageSerializer} knows every one of them. */
public interface RemoteMessage {}
