// What is written beside the drawings: why a path is as it is, its last moves, bad links, events.

import { LOOKS } from './look.js';

const MOST_ROWS = 60;
const MOST_MOVES = 10;

const element = id => document.getElementById(id);
const time = unixMs => new Date(unixMs).toLocaleTimeString();

export class Panel {
  constructor(model) {
    this.model = model;
  }

  /** Shows why the path of a pair is as it is; the newest question wins. */
  async explain(from, to) {
    const { model } = this;
    const [a, b] = [model.pops[from].name, model.pops[to].name];
    const c = model.trafficClass;
    this.asked = `${a}>${b} ${c} ${model.pathText(from, to)}`;
    const { asked } = this;
    element('detail').hidden = false;
    element('detail-title').textContent = `${a} to ${b}, class ${c}: ${model.pathText(from, to) || 'no path'}`;
    const [why, moves] = await Promise.all([
      this.get('explain/path', { from: a, to: b, class: c }),
      this.get('events', { code: 'PATH_MOVED', pop: a, to: b, class: c, limit: MOST_MOVES }),
    ]);
    if (asked === this.asked) {
      element('explanation').textContent = why.lines ? why.lines.join('\n') : why.error;
      this.moves(moves, a, b, c);
      element('detail').dataset.pair = `${a}>${b}`;
    }
  }

  close() {
    this.asked = '';
    element('detail').hidden = true;
    delete element('detail').dataset.pair;
  }

  async get(resource, query) {
    try {
      const answer = await fetch(`v1/${resource}?${new URLSearchParams(query)}`, { cache: 'no-store' });
      return await answer.json();
    } catch (failure) {
      return { error: 'the controller does not answer' };
    }
  }

  moves(answer, from, to, c) {
    const rows = (answer.events || [])
      .filter(e => e.code === 'PATH_MOVED' && e.pop === from && e.to === to && e.classes.includes(c))
      .sort((a, b) => b.seq - a.seq)
      .slice(0, MOST_MOVES);
    this.list('moves', rows, event => ({ ...this.event(event), data: { seq: event.seq } }));
    if (rows.length === 0) {
      this.list('moves', [answer.error || 'none that is remembered'], text => ({ text, data: {} }));
    }
  }

  bad() {
    const { model } = this;
    const all = model.bad();
    this.list('bad', all.slice(0, MOST_ROWS), link => ({
      strong: model.linkName(link),
      text: [LOOKS[model.states[link]].word, model.figuresText(link)].filter(Boolean).join(', '),
      data: { link: model.linkName(link), status: model.states[link] },
    }));
    document.body.dataset.bad = all.length;
    if (all.length > MOST_ROWS) {
      this.more('bad', `and ${all.length - MOST_ROWS} more`);
    }
    if (all.length === 0) {
      this.more('bad', 'none');
    }
  }

  events() {
    this.list('events', this.model.events.slice(-MOST_ROWS).reverse(), event => ({
      ...this.event(event),
      data: { code: event.code, pop: event.pop ?? '', to: event.to ?? '', classes: event.classes.join(' '), seq: event.seq },
    }));
  }

  event(event) {
    const text = event.code === 'PATH_MOVED' ? event.text : `${event.code} ${event.text}`;
    return { when: event.unixMs, text };
  }

  more(id, text) {
    const item = document.createElement('li');
    item.textContent = text;
    element(id).append(item);
  }

  list(id, rows, make) {
    const items = rows.map(row => {
      const { when, strong, text, data } = make(row);
      const item = document.createElement('li');
      if (when !== undefined) {
        const at = document.createElement('time');
        at.dateTime = new Date(when).toISOString();
        at.textContent = time(when);
        item.append(at);
      }
      if (strong) {
        const b = document.createElement('b');
        b.textContent = strong;
        item.append(b, ' ');
      }
      item.append(text);
      Object.assign(item.dataset, data);
      return item;
    });
    element(id).replaceChildren(...items);
  }
}
