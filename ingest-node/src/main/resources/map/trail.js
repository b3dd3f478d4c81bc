const MOST = 600;

// The way that somebody came: of its fixes, in the order of their time, the latest.
export function trailOf(fixes) {
  return fixes.slice(-MOST);
}

// The same with one fix more, wherever in it that belongs.
export function withFix(trail, fix) {
  let place = trail.length;
  while (place > 0 && trail[place - 1].fixedAt > fix.fixedAt) {
    place--;
  }
  return trailOf([...trail.slice(0, place), fix, ...trail.slice(place)]);
}
