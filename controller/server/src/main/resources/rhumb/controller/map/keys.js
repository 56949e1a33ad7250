// What keys do. Not while somebody types, apart from Esc.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** acts: step(rows, columns), ends(last), explain(), classAt(number), filter(), help(), escape(). */
export function listen(acts) {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { key } = event;
    const at = event.target instanceof Element ? event.target : document.body;
    if (key === 'Escape') {
      acts.escape();
      return;
    }
    if (at.matches('input, pre') || at.closest('dialog[open]')) {
      return;
    }
    if (STEPS[key]) {
      acts.step(...STEPS[key]);
    } else if (key === 'Home' || key === 'End') {
      acts.ends(key === 'End');
    } else if (key === 'Enter' && !at.matches('button')) {
      acts.explain();
    } else if (/^[1-9]$/.test(key)) {
      acts.classAt(Number(key) - 1);
    } else if (key === '/') {
      acts.filter();
    } else if (key === '?') {
      acts.help();
    } else {
      return;
    }
    event.preventDefault();
  });
}
