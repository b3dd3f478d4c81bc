package io.rastro.sharding.entity;

/** A command that somebody waits to be answered, if only with that it is not. */
public interface Question {

    /** To be sent again later. */
    void refuse(String reason);

    /** Nothing was done: the entity leaves this node. To be asked again at once. */
    void moving();
}
