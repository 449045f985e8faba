package io.pullway.corenats;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.NatsSettings;

/**
 * What a link is made with.
 *
 * @param nats how to reach and enter NATS
 * @param loop on which requests and answers are read and written
 * @param channels makes the TCP channels of that loop's transport
 */
public record LinkSettings(NatsSettings nats, SingleThreadEventLoop loop, ChannelFactory<? extends Channel> channels) {}
