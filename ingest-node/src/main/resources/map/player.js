import {number, timeOfDay} from '../common/language.js';
import {fixes} from './history.js';
import {Replay} from './replay.js';
import {text} from './texts.js';

const $ = id => document.getElementById(id);
const STEP = 10000;
const BIG_STEP = 60000;

// The controls of a replay: which day, where in it, how fast.
export class Player {
  constructor(courierId, show) {
    this.courierId = courierId;
    this.replay = new Replay((fix, trail, time) => {
      this.tell(time);
      show(fix, trail, time);
    }, () => this.showPlaying());
    $('play').addEventListener('click', () => this.replay.toggle());
    $('time').addEventListener('input', () => this.replay.seek(Number($('time').value)));
    $('day').addEventListener('change', () => $('day').value && this.load());
    $('pace').addEventListener('change', () => this.replay.pace = Number($('pace').value));
    new ResizeObserver(() => this.drawDensity()).observe($('density'));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.drawDensity());
  }

  get open() {
    return !$('player').hidden;
  }

  // at: a moment of the day that is shown first
  async start(at) {
    $('player').hidden = false;
    if (!$('day').value) {
      $('day').value = localDay(at);
    }
    await this.load();
  }

  stop() {
    this.loading?.abort();
    this.replay.pause();
    $('player').hidden = true;
  }

  // Whether the key was for it: the map's arrows stay the map's.
  key({key, target, shiftKey}) {
    if (this.open && key === ' ' && !target.matches('button, a')) {
      this.replay.toggle();
    } else if (this.open && /^Arrow(Left|Right)$/.test(key) && !target.closest('#map')) {
      this.step(key === 'ArrowRight', shiftKey);
    } else {
      return false;
    }
    return true;
  }

  step(forward, big) {
    this.replay.seek(this.replay.time + (forward ? 1 : -1) * (big ? BIG_STEP : STEP));
  }

  async load() {
    this.loading?.abort();
    const loading = this.loading = new AbortController();
    this.replay.load([]);
    this.enable(false);
    this.say(text.loading(''));
    const from = new Date(`${$('day').value}T00:00`);
    const to = new Date(from);
    to.setDate(to.getDate() + 1);
    try {
      const day = await fixes(this.courierId, from, to,
        {signal: loading.signal, progress: count => this.say(text.loading(number(0).format(count)))});
      this.loaded(day);
    } catch (failure) {
      if (!loading.signal.aborted) {
        this.say(text.failed);
      }
    }
  }

  loaded({found, all}) {
    this.replay.load(found);
    this.drawDensity();
    if (found.length === 0) {
      return this.say(text.noFixes);
    }
    $('time').min = this.replay.begin;
    $('time').max = this.replay.end;
    $('density').title = all ? '' : text.cutShort;
    this.enable(true);
    this.replay.seek(this.replay.begin);
    $('play').focus();
  }

  enable(on) {
    $('play').disabled = !on;
    $('time').disabled = !on;
  }

  tell(time) {
    const words = timeOfDay.format(time);
    $('time').value = time;
    $('time').setAttribute('aria-valuetext', words);
    this.say(words);
  }

  say(words) {
    $('clock').textContent = words;
  }

  showPlaying() {
    const playing = Boolean(this.replay?.playing);
    $('play').dataset.playing = playing;
    $('play').setAttribute('aria-label', playing ? text.pause : text.play);
  }

  // How many fixes there are, over the slider: where the day was spent and where nothing was heard.
  drawDensity() {
    const canvas = $('density');
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    const {fixes: all, begin, end} = this.replay;
    const bars = new Array(Math.max(1, Math.floor(width / 3))).fill(0);
    all.forEach(fix => bars[Math.min(bars.length - 1, Math.floor((fix.fixedAt - begin) / (end - begin || 1) * bars.length))]++);
    const most = Math.max(...bars);
    const pen = canvas.getContext('2d');
    pen.scale(devicePixelRatio, devicePixelRatio);
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--density');
    bars.forEach((count, i) => {
      const tall = count > 0 ? Math.max(2, Math.sqrt(count / most) * height) : 0;
      pen.fillRect(i * 3, height - tall, 2, tall);
    });
  }
}

function localDay(time) {
  const at = new Date(time);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(part => String(part).padStart(2, '0')).join('-');
}
