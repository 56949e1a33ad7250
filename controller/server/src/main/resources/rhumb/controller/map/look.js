// How things look. The colours are Okabe and Ito's (2008), which people of all kinds of colour sight tell apart;
// a dash or a glyph says the same again.

export const LOOKS = {
  u: { word: 'up', colour: '#009e73', dash: [], glyph: '' },
  o: { word: 'degraded for other classes', colour: '#f0e442', dash: [9, 4], glyph: 'dot' },
  d: { word: 'degraded', colour: '#e69f00', dash: [6, 4], glyph: 'slash' },
  x: { word: 'down', colour: '#d55e00', dash: [2, 4], glyph: 'cross' },
  '?': { word: 'unknown', colour: '#999999', dash: [1, 5], glyph: 'dash' },
  '-': { word: 'no link', colour: null, dash: [], glyph: '' },
};
export const PATH = '#0072b2';
export const MOVED = '#cc79a7';

/** The colours of the page's style sheet, which differ between light and dark. */
export function sheet() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(name).trim();
  return { paper: of('--paper'), ink: of('--ink'), dim: of('--dim'), line: of('--line'), select: of('--select') };
}

/** Gives a canvas as many pixels as it shows; its context, in CSS pixels. */
export function fit(canvas, width, height) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const w = Math.round(width * ratio);
  const h = Math.round(height * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** One cell of the matrix: colour, and the glyph in black, which all these colours bear. */
export function cell(context, look, x, y, size, paper) {
  context.fillStyle = look.colour || paper;
  context.fillRect(x, y, size - 1, size - 1);
  const a = x + size * 0.25;
  const b = x + size * 0.75 - 1;
  const c = y + size * 0.25;
  const d = y + size * 0.75 - 1;
  if (!look.glyph) {
    return;
  }
  context.strokeStyle = '#000';
  context.lineWidth = size > 12 ? 1.5 : 1;
  context.beginPath();
  if (look.glyph === 'slash' || look.glyph === 'cross') {
    context.moveTo(a, d);
    context.lineTo(b, c);
  }
  if (look.glyph === 'cross') {
    context.moveTo(a, c);
    context.lineTo(b, d);
  }
  if (look.glyph === 'dash') {
    context.moveTo(a, (c + d) / 2);
    context.lineTo(b, (c + d) / 2);
  }
  if (look.glyph === 'dot') {
    context.rect((a + b) / 2 - 0.5, (c + d) / 2 - 0.5, 1, 1);
  }
  context.stroke();
}

/** The legend: each look as a line and as a cell. */
export function legend(list) {
  const colours = sheet();
  list.replaceChildren();
  for (const look of Object.values(LOOKS).filter(l => l.colour)) {
    const canvas = document.createElement('canvas');
    const context = fit(canvas, 44, 14);
    context.strokeStyle = look.colour;
    context.lineWidth = 3;
    context.setLineDash(look.dash);
    context.beginPath();
    context.moveTo(0, 7);
    context.lineTo(26, 7);
    context.stroke();
    context.setLineDash([]);
    cell(context, look, 30, 0, 14, colours.paper);
    canvas.className = 'key';
    canvas.setAttribute('aria-hidden', 'true');
    const item = document.createElement('li');
    item.append(canvas, look.word);
    list.append(item);
  }
}
