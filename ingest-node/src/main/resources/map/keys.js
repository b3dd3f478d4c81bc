// One key each, wherever the focus is; but not while somebody writes, and the map's arrows stay the map's.
export function onKeys({player, follow, replay, live}) {
  const byKey = {f: follow, r: replay, l: live, Escape: live};
  document.addEventListener('keydown', event => {
    const at = event.target;
    const writes = at.matches('input:not([type=range]), select') && event.key !== 'Escape';
    if (event.ctrlKey || event.metaKey || event.altKey || writes) {
      return;
    }
    if (event.key === '/') {
      document.getElementById('courier').focus();
    } else if (byKey[event.key]) {
      byKey[event.key]();
    } else if (!player.open) {
      return;
    } else if (event.key === ' ' && !at.matches('button, a')) {
      player.replay.toggle();
    } else if (/^Arrow(Left|Right)$/.test(event.key) && !at.closest('#map')) {
      player.step(event.key === 'ArrowRight', event.shiftKey);
    } else {
      return;
    }
    event.preventDefault();
  });
}
