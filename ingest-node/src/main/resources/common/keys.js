// One key each, wherever the focus is; but not while somebody writes.
// byKey: functions by the name of their key; others(event): does what else there is to do, false if that is nothing.
export function onKeys(byKey, others = () => false) {
  document.addEventListener('keydown', event => {
    const writes = event.target.matches('input:not([type=range], [type=radio], [type=checkbox]), select') && event.key !== 'Escape';
    if (event.ctrlKey || event.metaKey || event.altKey || writes) {
      return;
    }
    if (byKey[event.key]) {
      byKey[event.key]();
    } else if (!others(event)) {
      return;
    }
    event.preventDefault();
  });
}
