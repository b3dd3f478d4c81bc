package io.rastro.sharding.order;

import io.rastro.sharding.remote.MessageKind;
import java.util.List;

/** How what nodes tell each other of orders is written. */
public final class OrderMessages {

    public static final List<MessageKind<?>> KINDS = List.of(new MessageKind<>(
            Orders.News.class,
            "order-news.v1",
            (news, out, refs) -> out.writeString(news.orderId()),
            (in, refs) -> new Orders.News(in.readString())));

    private OrderMessages() {}
}
