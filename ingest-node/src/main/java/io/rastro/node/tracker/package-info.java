/** The routes of tracker apps: what a phone sends goes the way of every position, and each app is answered as it needs it. */
@NullMarked
package io.rastro.node.tracker;

import org.jspecify.annotations.NullMarked;
