package io.rastro.sharding;

public final class MessageSerializer {}
