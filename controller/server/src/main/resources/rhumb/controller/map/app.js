// Joins the parts: what comes from the feed goes into the model, and one drawing a frame shows it.

import { Feed } from './feed.js';
import { listen } from './keys.js';
import { legend } from './look.js';
import { Matrix } from './matrix.js';
import { Model } from './model.js';
import { Panel } from './panel.js';
import { World } from './world.js';

const element = id => document.getElementById(id);
const body = document.body;
const model = new Model();
const panel = new Panel(model);
const world = new World(element('world'), model);
const matrix = new Matrix(element('matrix'), element('matrix-scroll'), model, readout);
const feed = new Feed(told, state);
const link = new URLSearchParams(location.hash.slice(1));

let chosen = null;
let picked = null;
let waits = false;
let mapToo = false;
let mapFree = 0;

matrix.wanted = () => wanted(false);

/** One drawing with the next frame, of the map only where it may look otherwise. */
function wanted(map = true) {
  mapToo ||= map;
  if (!waits) {
    waits = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  waits = false;
  if (model.pops.length > 0) {
    matrix.draw();
    const begin = performance.now();
    if (mapToo && begin >= mapFree) {
      mapToo = false;
      world.draw(chosen, picked);
      // A map of many bad links costs: it takes a tenth of the time at most, and the rest is for keys and cells.
      const cost = performance.now() - begin;
      mapFree = cost > 5 ? begin + 10 * cost : 0;
    } else if (mapToo) {
      setTimeout(wanted, mapFree - begin);
    }
  }
}

function told(event, data) {
  if (event === 'snapshot') {
    const name = chosen && `${model.pops[chosen.from].name}>${model.pops[chosen.to].name}`;
    model.snapshot(data);
    world.place();
    classes();
    filter();
    choose(name || link.get('pair'));
    link.delete('pair');
    panel.bad();
    panel.events();
  } else if (event === 'change') {
    const pairs = model.change(data);
    matrix.change(pairs);
    if (data.states || data.figures) {
      panel.bad();
    }
    if (data.events) {
      panel.events();
    }
    if (chosen && pairs.has(model.pair(chosen.from, chosen.to))) {
      select(chosen.from, chosen.to);
    }
  }
  tell();
  wanted();
}

/** For people in the status line, for tests and scripts in attributes. */
function tell() {
  Object.assign(body.dataset, {
    plan: model.plan,
    phase: model.phase,
    pops: model.pops.length,
    links: model.links.length,
    class: model.trafficClass,
  });
  if (body.dataset.state === 'live') {
    const starts = model.phase === 'FIRST_UPDATE' ? '' : `, starting: ${model.phase}`;
    const bad = Number(body.dataset.bad || 0);
    const text = `${model.pops.length} PoPs, ${model.links.length} links, ${bad} not well, plan ${model.plan}${starts}`;
    if (element('state').textContent !== text) {
      element('state').textContent = text;
      document.title = bad > 0 ? `(${bad}) Rhumb` : 'Rhumb';
    }
  }
  readout();
}

function state(word, text) {
  body.dataset.state = word;
  if (text) {
    element('state').textContent = text;
    document.title = 'Rhumb: no controller';
  }
}

function readout() {
  const pair = matrix.pair();
  let text = 'Rows send, columns receive.';
  if (pair && pair.from !== pair.to) {
    const { from, to } = pair;
    const links = model.between.get(model.pair(from, to)) || [];
    const figures = links.map(one => model.figuresText(one)).filter(Boolean).join('; ');
    text = `${model.pops[from].name} to ${model.pops[to].name}: link ${links.length === 0 ? 'none' : word(from, to)}`
      + `${figures ? ` (${figures})` : ''}, path ${model.pathText(from, to) || 'none'}`;
  }
  if (element('readout').textContent !== text) {
    element('readout').textContent = text;
  }
}

function word(from, to) {
  return { u: 'up', o: 'degraded for other classes', d: 'degraded', x: 'down', '?': 'unknown', '-': 'none' }[model.letter(from, to)];
}

function classes() {
  const buttons = model.classes.map((name, index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.title = `key ${index + 1}`;
    button.setAttribute('role', 'radio');
    button.setAttribute('aria-checked', String(name === model.trafficClass));
    button.addEventListener('click', () => classAt(index));
    return button;
  });
  element('classes').replaceChildren(...buttons);
}

function classAt(index) {
  const name = model.classes[index];
  if (name && name !== model.trafficClass) {
    feed.open(name);
    remember(name);
  }
}

/** Which PoPs match: "sin" in rows and columns, "sin>fra" the one in rows, the other in columns. */
function filter() {
  const text = element('filter').value.trim().toLowerCase();
  const all = model.pops.map((_, index) => index);
  const matching = part => all.filter(index => {
    const pop = model.pops[index];
    return pop.name.toLowerCase().includes(part) || (pop.city || '').toLowerCase().includes(part);
  });
  const [from, to] = text.split('>').map(part => part.replace(/[\s-]+$/, '').trim());
  const rows = matching(from);
  matrix.show(rows, to === undefined ? all : matching(to));
  picked = text ? [...new Set([...rows, ...(to ? matching(to) : [])])] : null;
  body.dataset.picked = picked ? picked.length : '';
  wanted();
}

/** By names, such as sin>fra. */
function choose(name) {
  const [from, to] = (name || '').split('>').map(part => model.index(part));
  if (from >= 0 && to >= 0 && from !== to) {
    select(from, to);
  } else {
    deselect();
  }
}

function select(from, to) {
  chosen = { from, to };
  body.dataset.selected = `${model.pops[from].name}>${model.pops[to].name}`;
  body.dataset.path = model.pathText(from, to);
  panel.explain(from, to);
  remember(model.trafficClass);
  wanted();
}

function deselect() {
  chosen = null;
  delete body.dataset.selected;
  delete body.dataset.path;
  panel.close();
  remember(model.trafficClass);
  wanted();
}

/** In the address, so that it can be loaded again or sent to somebody. */
function remember(trafficClass) {
  const words = new URLSearchParams({ class: trafficClass });
  if (body.dataset.selected) {
    words.set('pair', body.dataset.selected);
  }
  history.replaceState(null, '', `#${words}`);
}

function explain() {
  const pair = matrix.pair();
  if (pair && pair.from !== pair.to) {
    select(pair.from, pair.to);
  }
}

element('matrix').addEventListener('click', event => {
  const at = matrix.under(event);
  if (at) {
    matrix.put(at.row, at.column);
    explain();
  }
});

// On the map the first click chooses who sends, the second who receives.
let sender = -1;
element('world').addEventListener('click', event => {
  const pop = world.under(event);
  if (pop < 0 || sender < 0 || pop === sender) {
    sender = pop;
    element('readout').textContent = pop < 0 ? '' : `${model.pops[pop].name} sends: choose who receives`;
  } else {
    select(sender, pop);
    sender = -1;
  }
});
element('filter').addEventListener('input', filter);
element('help-open').addEventListener('click', () => element('help').showModal());
element('detail-close').addEventListener('click', deselect);
window.addEventListener('resize', () => {
  matrix.all = true;
  wanted();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  legend(element('legend'));
  matrix.all = true;
  wanted();
});

listen({
  step: (rows, columns) => matrix.go(rows, columns),
  ends: last => matrix.put(matrix.at.row, last ? matrix.columns.length - 1 : 0),
  explain,
  classAt,
  filter: () => element('filter').focus(),
  help: () => element('help').showModal(),
  escape: () => {
    if (element('help').open) {
      element('help').close();
    } else if (chosen) {
      deselect();
    } else {
      element('filter').value = '';
      element('filter').blur();
      filter();
    }
  },
});

// Frames of moves end by themselves.
setInterval(() => {
  const pairs = model.faded();
  if (pairs.length > 0) {
    matrix.change(pairs);
    wanted();
  }
}, 1_000);

legend(element('legend'));
feed.open(link.get('class') || 'audio');
