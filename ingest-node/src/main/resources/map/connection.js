import {number} from '../common/language.js';
import {Status} from '../common/status.js';
import {summary} from './history.js';
import {text} from './texts.js';

const CHECKED_WITHIN = 10000;

// Says how the connection is, and after each cut whether all came that was missed: as many positions as the courier has
// recorded up to that number of its journal.
export class Connection extends Status {
  // What came before the first frame; nothing is counted when it is not known, or when something was left out.
  startAt({positionCount, seqNr}) {
    this.count = positionCount;
    this.seqNr = seqNr;
  }

  // For a feed of this courier; receive is given the positions.
  listener(courierId, receive) {
    return {
      connecting: () => this.show('connecting', text.connecting),
      cut: pause => {
        this.since = null;
        this.show('cut', text.again(Math.ceil(pause / 1000)));
      },
      open: away => {
        if (away) {
          this.resumed(courierId, number(1).format(away / 1000));
        } else {
          this.show('live', this.count === 0 ? text.waiting : text.live);
        }
      },
      frame: frame => this.frame(frame, receive),
    };
  }

  frame(frame, receive) {
    if (frame.type === 'lagging') {
      this.startAt({});
      this.since = null;
      this.show('behind', text.behind);
    } else if (frame.type === 'position') {
      if (frame.seq > this.seqNr) {
        this.count++;
      }
      this.since?.push(frame);
      receive(frame);
      this.check?.();
      if (frame.late) {
        this.passing('live', text.late);
      } else if (this.count === 1) {
        this.show('live', text.live);
      }
    }
  }

  async resumed(courierId, seconds) {
    this.passing('live', text.resumed(seconds));
    if (this.count === undefined) {
      return;
    }
    const before = this.count;
    const since = this.since = [];
    const now = await summary(courierId).catch(() => null);
    const caughtUp = () => since.filter(frame => frame.seq <= now.seqNr).length;
    const missing = () => now.positionCount - before - caughtUp();
    const done = () => this.since === since && now;
    const tell = () => {
      this.check = this.since = null;
      if (missing() === 0) {
        this.passing('live', text.whole(seconds, caughtUp()));
      } else {
        this.show('behind', text.differs(seconds, missing()));
      }
    };
    if (!done()) {
      return;
    }
    this.check = () => done() && missing() === 0 && tell();
    this.check();
    setTimeout(() => done() && tell(), CHECKED_WITHIN);
  }

  passing(state, words) {
    super.passing(state, words, text.live);
  }
}
