// What the controller told, by number of PoP and link.

const MOVED_MS = 10_000;
const MOST_EVENTS = 200;

export class Model {
  pops = [];
  links = [];
  states = [];

  /** Numbers of links that are not up: few of many. */
  unwell = new Set();
  figures = new Map();
  paths = [];
  moved = new Map();
  events = [];
  classes = [];
  trafficClass = '';

  /** Everything anew. */
  snapshot(data) {
    this.controller = data.controller;
    this.trafficClass = data.class;
    this.classes = data.classes;
    this.pops = data.pops;
    this.links = data.links.map(([from, to, name]) => ({ from, to, name }));
    this.states = [...data.states];
    this.unwell = new Set(this.states.flatMap((state, link) => (state === 'u' ? [] : [link])));
    this.figures = new Map(data.figures.map(([link, loss, delay]) => [link, { loss, delay }]));
    this.paths = data.paths;
    this.events = [];
    this.moved = new Map();
    this.between = new Map();
    this.links.forEach((link, index) => {
      const pair = this.pair(link.from, link.to);
      const all = this.between.get(pair);
      if (all) {
        all.push(index);
      } else {
        this.between.set(pair, [index]);
      }
    });
    this.head(data);
  }

  /** What changed; gives the pairs whose cells do. */
  change(data) {
    const pairs = new Set();
    for (const [link, state] of data.states || []) {
      this.states[link] = state;
      if (state === 'u') {
        this.unwell.delete(link);
      } else {
        this.unwell.add(link);
      }
      pairs.add(this.pair(this.links[link].from, this.links[link].to));
    }
    for (const [link, loss, delay] of data.figures || []) {
      this.figures.set(link, { loss, delay });
    }
    for (const [pair, path] of data.paths || []) {
      this.paths[pair] = path;
      this.moved.set(pair, performance.now());
      pairs.add(pair);
    }
    for (const [pop, agent, forwarder] of data.pops || []) {
      Object.assign(this.pops[pop], { agent, forwarder });
    }
    this.head(data);
    return pairs;
  }

  head(data) {
    this.plan = data.plan;
    this.phase = data.phase;
    this.atUnixMs = data.atUnixMs;
    this.events = this.events.concat(data.events || []).slice(-MOST_EVENTS);
  }

  pair(from, to) {
    return from * this.pops.length + to;
  }

  /** How the best link between two PoPs is: a letter of LOOKS. */
  letter(from, to) {
    const links = this.between.get(this.pair(from, to));
    if (!links) {
      return '-';
    }
    let best = 5;
    for (const link of links) {
      best = Math.min(best, 'uod?x'.indexOf(this.states[link]));
    }
    return 'uod?x'[best];
  }

  /** The PoPs of the path from end to end; empty when there is none. */
  path(from, to) {
    const relays = from === to ? null : this.paths[this.pair(from, to)];
    return relays ? [from, ...relays, to] : [];
  }

  pathText(from, to) {
    return this.path(from, to).map(pop => this.pops[pop].name).join(' > ');
  }

  hasMoved(pair) {
    const at = this.moved.get(pair);
    return at !== undefined && performance.now() - at < MOVED_MS;
  }

  /** Pairs whose move is no news any more; forgets them. */
  faded() {
    const pairs = [...this.moved.keys()].filter(pair => !this.hasMoved(pair));
    pairs.forEach(pair => this.moved.delete(pair));
    return pairs;
  }

  linkName(link) {
    const { from, to, name } = this.links[link];
    return name || `${this.pops[from].name}->${this.pops[to].name}`;
  }

  /** Numbers of links that are not up, the worst first. */
  bad() {
    const order = 'xd?o';
    return [...this.unwell]
      .sort((a, b) => order.indexOf(this.states[a]) - order.indexOf(this.states[b]) || a - b);
  }

  /** Loss and delay of a link in words; empty when they are not known. */
  figuresText(link) {
    const of = this.figures.get(link);
    const known = [];
    if (of && of.loss !== null) {
      known.push(`loss ${(of.loss / 10_000).toFixed(1)} %`);
    }
    if (of && of.delay !== null) {
      known.push(`delay ${of.delay} ms`);
    }
    return known.join(', ');
  }

  index(name) {
    return this.pops.findIndex(pop => pop.name === name);
  }
}
